package ai.stt.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.FakeAnalyst;
import ai.stt.app.testing.FakeGenerator;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.writing.CallsInTurn;
import ai.stt.app.writing.WritingListener;
import ai.stt.plugin.Capability;
import ai.stt.plugin.generation.ChatMessage;
import ai.stt.plugin.generation.ChatMessage.Role;
import ai.stt.plugin.generation.GenerationListener;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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
    var write = new WriteText(texts, read, WriteTextTest::carried, 64);
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

  /** What a model does that has no place left, and fewer places than a text has parts. */
  @Test
  void aLongTextIsNeverTurnedAwayByTheModel() throws Exception {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var generator =
        new FakeGenerator(
            request -> {
              int now = running.incrementAndGet();
              most.accumulateAndGet(now, Math::max);
              LockSupport.parkNanos(1_000_000); // as a model computes
              running.decrementAndGet();
              return "A note.";
            });
    models
        .live(Capability.TEXT_ANALYSIS, "extractive", new FakeAnalyst())
        .live(Capability.TEXT_GENERATION, "qwen2.5-1.5b-instruct", generator);
    var write = new WriteText(texts, read, UnaryOperator.identity(), 3);
    var summarize = new SummarizeText(read, write);
    SourceText text = SpokenText.of("One says this. One says that.\n".repeat(3000));
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SummarizeText.Summary>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            pool.submit(() -> summarize.summarize(text, SummaryStyle.BRIEF, WritingListener.NONE)));
      }
      for (Future<SummarizeText.Summary> each : all) {
        assertThat(each.get().text()).isEqualTo("A note.");
      }
    }
    assertThat(most.get()).isEqualTo(3);
    var screen = GenerationRequest.of(List.of(new ChatMessage(Role.USER, "Hi")), 5, null);
    var full = new CallsInTurn(generator, new Semaphore(0));
    assertThat(full.generate(screen.urgently(), GenerationListener.NONE).text())
        .as("somebody waits")
        .isEqualTo("A note.");
  }

  /** Without an analyst, what speakers say is a sentence; here they say nothing. */
  @Test
  void whereOnlyNamesAreTheModelIsGivenThese() throws Exception {
    var generator = new FakeGenerator(request -> "Ada is there.");
    models.live(Capability.TEXT_GENERATION, "qwen2.5-1.5b-instruct", generator);
    SourceText names = SpokenText.of("0:01 Ada: \u2003");
    var summary =
        new SummarizeText(read, new WriteText(texts, read))
            .summarize(names, SummaryStyle.BRIEF, WritingListener.NONE);
    assertThat(summary.text()).isEqualTo("Ada is there.");
    assertThat(FakeGenerator.asked(generator.requests().getFirst())).contains("0:01 Ada:");
  }

  private static Runnable carried(Runnable work) {
    String trace = TRACE.get();
    return () -> {
      TRACE.set(trace);
      work.run();
    };
  }
}
