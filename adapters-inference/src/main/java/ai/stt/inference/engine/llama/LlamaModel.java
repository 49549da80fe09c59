package ai.stt.inference.engine.llama;

import ai.stt.inference.foreign.CLayout;
import ai.stt.plugin.engine.LlamaEnd;
import ai.stt.plugin.engine.LlamaListener;
import ai.stt.plugin.engine.LlamaMessage;
import ai.stt.plugin.engine.LlamaRequest;
import ai.stt.plugin.engine.LlamaShape;
import ai.stt.plugin.engine.LlamaWeights;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A model with its one context, and the thread that computes on it. */
final class LlamaModel implements LlamaWeights {
  private static final int ROOM_FOR_THE_FORM = 256;

  private final LlamaLibrary library;
  private final MemorySegment model;
  private final LlamaVocabulary vocabulary;
  private final LlamaShape shape;
  private final BatchLoop loop;

  LlamaModel(
      LlamaLibrary library,
      MemorySegment model,
      MemorySegment context,
      StopFlag stop,
      LlamaSettings settings,
      int roomTokens) {
    this.library = library;
    this.model = model;
    this.vocabulary = library.vocabulary(model);
    String architecture = library.functions().metaValue(model, "general.architecture");
    this.shape = new LlamaShape(architecture, roomTokens, vocabulary.size());
    boolean forgets = library.functions().forgets(model);
    var network = new LlamaNetwork(library.functions(), context, settings.threads(), forgets);
    this.loop =
        new BatchLoop(
            network,
            vocabulary.size(),
            stop,
            settings,
            () -> {
              library.functions().freeContext(context);
              library.functions().freeModel(model);
              stop.close();
            });
  }

  @Override
  public LlamaShape shape() {
    return shape;
  }

  @Override
  public int[] tokens(String text, boolean control) {
    return loop.using(() -> vocabulary.tokens(text, control));
  }

  @Override
  public int[] opening() {
    return loop.using(vocabulary::opening);
  }

  @Override
  public Optional<String> templated(List<LlamaMessage> messages) {
    return loop.using(() -> form(messages));
  }

  private Optional<String> form(List<LlamaMessage> messages) {
    LlamaFunctions functions = library.functions();
    MemorySegment template = functions.template(model);
    if (template.equals(MemorySegment.NULL)) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      long size = LlamaLayouts.CHAT_MESSAGE.byteSize();
      MemorySegment list = arena.allocate(LlamaLayouts.CHAT_MESSAGE, messages.size());
      int bytes = ROOM_FOR_THE_FORM;
      for (int i = 0; i < messages.size(); i++) {
        MemorySegment content = arena.allocateFrom(messages.get(i).content());
        list.set(ValueLayout.ADDRESS, i * size, arena.allocateFrom(messages.get(i).role()));
        list.set(
            ValueLayout.ADDRESS,
            i * size + CLayout.offset(LlamaLayouts.CHAT_MESSAGE, "content"),
            content);
        bytes += Math.toIntExact(content.byteSize()) + ROOM_FOR_THE_FORM;
      }
      MemorySegment buffer = arena.allocate(bytes);
      int length = functions.applyTemplate(template, list, messages.size(), buffer);
      if (length < 0 || length > bytes) {
        throw new SpeechException(
            ErrorCode.MODEL_UNAVAILABLE,
            "the model's chat template is none that llama.cpp knows; the operator removes the model"
                + " and imports one with another template");
      }
      byte[] text = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    }
  }

  @Override
  public LlamaEnd run(LlamaRequest request, LlamaListener listener) throws InterruptedException {
    int needed = request.prompt().length + request.maxTokens();
    if (needed > shape.roomTokens()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "the text is too long for this model: %d tokens of %d"
              .formatted(needed, shape.roomTokens()));
    }
    @Nullable String gbnf = request.grammar();
    LlamaGrammar grammar =
        gbnf == null ? null : loop.using(() -> library.grammar(vocabulary, gbnf));
    return loop.submit(new Run(request, vocabulary::isEnd, vocabulary::piece, grammar))
        .await(listener, loop::cancel);
  }

  @Override
  public void close() {
    loop.close();
  }
}
