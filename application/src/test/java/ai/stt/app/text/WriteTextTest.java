package ai.stt.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeGenerator;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.Capability;
import ai.stt.plugin.generation.GenerationRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class WriteTextTest {
  private static final ThreadLocal<String> TRACE = new ThreadLocal<>();

  private final FakeModels models = new FakeModels();
  private final TextModels texts =
      new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
  private final ReadText read = new ReadText(texts);

  private FakeGenerator summarize(String text, Consumer<GenerationRequest> seen) throws Exception {
    var generator =
        new FakeGenerator(
            request -> {
              seen.accept(request);
              return "A note.";
            });
    models
        .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst())
        .live(Capability.TEXT_GENERATION, "qwen2.5-1.5b-instruct", generator);
    var write = new WriteText(texts, read, WriteTextTest::carried);
    var _ =
        new SummarizeText(read, write)
            .summarize(SpokenText.of(text), SummaryStyle.BRIEF, WritingListener.NONE);
    return generator;
  }

  @Test
  void thePartsOfALongTextTakeAlongWhatBelongsToWhoHasItWritten() throws Exception {
    Set<String> traces = ConcurrentHashMap.newKeySet();
    TRACE.set("the caller's");
    try {
      FakeGenerator generator =
          summarize(
              "One says this. One says that.\n".repeat(300),
              request -> traces.add(String.valueOf(TRACE.get())));
      assertThat(generator.requests()).as("parts, and the whole").hasSizeGreaterThan(2);
    } finally {
      TRACE.remove();
    }
    assertThat(traces).containsExactly("the caller's");
  }

  @Test
  void aLongTextIsWrittenAboutInOneLanguageWhateverItsPartsAreIn() throws Exception {
    FakeGenerator generator =
        summarize(
            "Wir sind da, und es ist spät. ".repeat(300)
                + "We are here, and it is late. ".repeat(300),
            request -> {});
    assertThat(generator.requests())
        .hasSizeGreaterThan(2)
        .allSatisfy(request -> assertThat(FakeGenerator.asked(request)).contains("Aufgabe: "));
  }

  private static Runnable carried(Runnable work) {
    String trace = TRACE.get();
    return () -> {
      TRACE.set(trace);
      work.run();
    };
  }
}
