package ai.stt.plugin.generation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written.
 *
 * @param messages the conversation; the answer is the assistant's next message
 * @param maxTokens the longest answer
 * @param temperature 0 takes the likeliest token each time; null for what suits the model
 * @param seed of the choice where there is one
 * @param stops texts before which the answer ends
 * @param shape that the answer has, as JSON; null for free text
 * @param urgent whether somebody waits in front of a screen
 */
public record GenerationRequest(
    List<ChatMessage> messages,
    int maxTokens,
    @Nullable Float temperature,
    long seed,
    List<String> stops,
    @Nullable JsonShape shape,
    boolean urgent) {
  /** Takes copies and checks. */
  public GenerationRequest {
    messages = List.copyOf(messages);
    stops = List.copyOf(stops);
    if (messages.isEmpty() || maxTokens < 1 || stops.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a request has messages, room for an answer, real stops");
    }
  }

  /** A request for free text or JSON with the likeliest answer. */
  public static GenerationRequest of(
      List<ChatMessage> messages, int maxTokens, @Nullable JsonShape shape) {
    return new GenerationRequest(messages, maxTokens, 0f, 0, List.of(), shape, false);
  }

  /** The same, before others. */
  public GenerationRequest urgently() {
    return new GenerationRequest(messages, maxTokens, temperature, seed, stops, shape, true);
  }
}
