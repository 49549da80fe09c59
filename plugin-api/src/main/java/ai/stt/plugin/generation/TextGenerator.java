package ai.stt.plugin.generation;

import ai.stt.plugin.Model;

/**
 * Writes texts. Calls that come at the same time may be computed together. Names of control tokens
 * in messages are text like any other.
 */
public interface TextGenerator extends Model {
  /** The most tokens of a conversation and the answer together. */
  int roomTokens();

  /** The tokens of a text, about; a message takes a few more. */
  int tokens(String text);

  /**
   * Writes an answer.
   *
   * @throws ai.stt.speech.error.SpeechException {@code INVALID_REQUEST} when the conversation
   *     leaves no room for the answer, {@code OVERLOADED} when too many wait, {@code INTERNAL} when
   *     the engine fails
   * @throws InterruptedException when interrupted; the work ends within a tenth of a second
   */
  Generated generate(GenerationRequest request, GenerationListener listener)
      throws InterruptedException;
}
