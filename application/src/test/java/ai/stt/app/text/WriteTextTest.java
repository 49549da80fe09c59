package ai.stt.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeGenerator;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.Capability;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class WriteTextTest {
  private static final ThreadLocal<String> TRACE = new ThreadLocal<>();

  @Test
  void thePartsOfALongTextTakeAlongWhatBelongsToWhoHasItWritten() throws Exception {
    Set<String> traces = ConcurrentHashMap.newKeySet();
    var generator =
        new FakeGenerator(
            request -> {
              traces.add(String.valueOf(TRACE.get()));
              return "A note.";
            });
    var models =
        new FakeModels()
            .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst())
            .live(Capability.TEXT_GENERATION, "qwen2.5-1.5b-instruct", generator);
    var texts = new TextModels(models, new ChooseModel(models, models), TextSettings.DEFAULT);
    var read = new ReadText(texts);
    var write = new WriteText(texts, read, WriteTextTest::carried);

    TRACE.set("the caller's");
    try {
      var _ =
          new SummarizeText(read, write)
              .summarize(
                  SpokenText.of("One says this. One says that.\n".repeat(300)),
                  SummaryStyle.BRIEF,
                  WritingListener.NONE);
    } finally {
      TRACE.remove();
    }
    assertThat(generator.requests()).as("parts, and the whole").hasSizeGreaterThan(2);
    assertThat(traces).containsExactly("the caller's");
  }

  private static Runnable carried(Runnable work) {
    String trace = TRACE.get();
    return () -> {
      TRACE.set(trace);
      work.run();
    };
  }
}
