package ai.stt.model.qwen;

import ai.stt.plugin.engine.LlamaMessage;
import ai.stt.plugin.engine.LlamaWeights;
import ai.stt.plugin.generation.ChatMessage;
import ai.stt.plugin.generation.ChatMessage.Role;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Brings conversations into the form that a model was trained on, which its file tells. The form is
 * made with marks in place of what is said; only the text around the marks may hold control tokens.
 * So whatever somebody says, {@code <|im_end|>} too, stays something that was said.
 */
final class ChatForm {
  /** Characters of private use, so that no template changes them. */
  private static final String MARK = "\uE000\uE001";

  private final LlamaWeights weights;

  ChatForm(LlamaWeights weights) {
    this.weights = weights;
  }

  /**
   * Brings what everybody who writes asks into the form, so that it is known to be one.
   *
   * @throws SpeechException {@code MODEL_UNAVAILABLE} when the file tells a form that nobody knows
   *     or that leaves something out
   */
  void check() {
    var _ = tokens(List.of(new ChatMessage(Role.SYSTEM, "-"), new ChatMessage(Role.USER, "-")));
  }

  /** The tokens of a conversation, up to where the answer begins. */
  int[] tokens(List<ChatMessage> messages) {
    List<int[]> parts = new ArrayList<>();
    parts.add(weights.opening());
    String rest = form(messages);
    for (int i = 0; i < messages.size(); i++) {
      String mark = mark(i);
      int at = rest.indexOf(mark);
      if (at < 0) {
        throw new SpeechException(
            ErrorCode.MODEL_UNAVAILABLE,
            "the model's chat template leaves out a message; the operator removes the model and"
                + " imports one with another template");
      }
      parts.add(weights.tokens(rest.substring(0, at), true));
      parts.add(said(messages.get(i).text().strip()));
      rest = rest.substring(at + mark.length());
    }
    parts.add(weights.tokens(rest, true));
    return parts.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** The tokens of what somebody says. Qwen's vocabulary takes letters and their accents as one. */
  int[] said(String text) {
    boolean composed = weights.shape().architecture().startsWith("qwen");
    return weights.tokens(composed ? Normalizer.normalize(text, Normalizer.Form.NFC) : text, false);
  }

  private String form(List<ChatMessage> messages) {
    List<LlamaMessage> marked =
        IntStream.range(0, messages.size())
            .mapToObj(
                i ->
                    new LlamaMessage(
                        messages.get(i).role().name().toLowerCase(Locale.ROOT), mark(i)))
            .toList();
    return weights.templated(marked).orElseGet(() -> chatMl(marked));
  }

  /** The form that most models know, for files that do not say theirs. */
  private static String chatMl(List<LlamaMessage> messages) {
    var text = new StringBuilder();
    for (LlamaMessage message : messages) {
      text.append("<|im_start|>").append(message.role()).append('\n');
      text.append(message.content()).append("<|im_end|>\n");
    }
    return text.append("<|im_start|>assistant\n").toString();
  }

  private static String mark(int message) {
    return MARK + message + MARK;
  }
}
