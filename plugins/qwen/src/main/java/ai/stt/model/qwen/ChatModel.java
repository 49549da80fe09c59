package ai.stt.model.qwen;

import ai.stt.plugin.engine.LlamaEnd;
import ai.stt.plugin.engine.LlamaRequest;
import ai.stt.plugin.engine.LlamaWeights;
import ai.stt.plugin.generation.Generated;
import ai.stt.plugin.generation.GenerationListener;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.generation.TextGenerator;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;

/** A language model in memory. */
final class ChatModel implements TextGenerator {
  /** What Qwen publishes with its models. */
  private static final float TEMPERATURE = 0.7f;

  private static final float TOP_P = 0.8f;
  private static final int TOP_K = 20;
  private static final float REPEAT_PENALTY = 1.05f;

  private final LlamaWeights weights;
  private final ChatForm form;

  private ChatModel(LlamaWeights weights, ChatForm form) {
    this.weights = weights;
    this.form = form;
  }

  /**
   * A model on weights, which it closes.
   *
   * @throws ai.stt.speech.error.SpeechException {@code MODEL_UNAVAILABLE} when nobody knows how the
   *     model wants to be spoken to; the weights are closed then
   */
  static ChatModel of(LlamaWeights weights) {
    var form = new ChatForm(weights);
    try {
      form.check();
      return new ChatModel(weights, form);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  @Override
  public int roomTokens() {
    return weights.shape().roomTokens();
  }

  @Override
  public int tokens(String text) {
    return form.said(text).length;
  }

  @Override
  public Generated generate(GenerationRequest request, GenerationListener listener)
      throws InterruptedException {
    int[] prompt = form.tokens(request.messages());
    if (prompt.length + request.maxTokens() > roomTokens()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "the text is too long for this model: %d tokens and %d for the answer, of %d"
              .formatted(prompt.length, request.maxTokens(), roomTokens()));
    }
    var text = new StoppedText(request.stops(), listener);
    LlamaEnd end = weights.run(asked(prompt, request), text::add);
    text.end();
    boolean whole = end.reason() != LlamaEnd.Reason.LENGTH;
    return new Generated(
        text.toString(), whole, end.promptTokens(), end.knownTokens(), end.tokens());
  }

  private static LlamaRequest asked(int[] prompt, GenerationRequest request) {
    Float wanted = request.temperature();
    return new LlamaRequest(
        prompt,
        request.maxTokens(),
        wanted == null ? TEMPERATURE : wanted,
        TOP_P,
        TOP_K,
        REPEAT_PENALTY,
        request.seed(),
        request.shape() == null ? null : Gbnf.of(request.shape()),
        request.urgent());
  }

  @Override
  public void close() {
    weights.close();
  }
}
