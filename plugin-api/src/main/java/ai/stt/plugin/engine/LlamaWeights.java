package ai.stt.plugin.engine;

import java.util.List;
import java.util.Optional;

/**
 * A language model in memory. Thread-safe: the requests of all callers are computed together, and
 * what a prompt has in common with an earlier one is not computed again.
 */
public interface LlamaWeights extends AutoCloseable {
  /** What the file says about the model. */
  LlamaShape shape();

  /**
   * The tokens of a text, without any that the model wants in front.
   *
   * @param control whether names of control tokens in the text mean these; never for what callers
   *     send
   */
  int[] tokens(String text, boolean control);

  /** The tokens that the model wants in front of every prompt; most want none. */
  int[] opening();

  /**
   * Messages in the form that the file's own template gives them, up to where the answer begins.
   *
   * @return empty when the file has no template
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} when it has one that the
   *     engine does not know
   */
  Optional<String> templated(List<LlamaMessage> messages);

  /**
   * Writes. Returns when the model has ended, the length is reached or the listener has enough.
   *
   * @param listener is given the text piece by piece, by the calling thread
   * @throws ai.stt.speech.error.SpeechException {@code OVERLOADED} when too many wait, {@code
   *     INVALID_REQUEST} when the prompt is longer than the room, {@code INTERNAL} when the engine
   *     fails
   * @throws IllegalArgumentException for a grammar that is none
   * @throws InterruptedException when interrupted; the work ends within a tenth of a second
   */
  LlamaEnd run(LlamaRequest request, LlamaListener listener) throws InterruptedException;

  /** Frees the weights; requests under way fail. Idempotent. */
  @Override
  void close();
}
