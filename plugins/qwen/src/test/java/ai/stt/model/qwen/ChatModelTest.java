package ai.stt.model.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.generation.Generated;
import ai.stt.plugin.generation.GenerationListener;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.generation.JsonShape;
import ai.stt.plugin.generation.TextGenerator;
import ai.stt.plugin.generation.TextGeneratorContract;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real model, too small to say anything: only the form of its answers is looked at. */
final class ChatModelTest extends TextGeneratorContract {
  @Override
  protected TextGenerator load() throws Exception {
    return ChatModel.of(RealModels.engine(4096, 8).load(RealModels.smolLm2()));
  }

  @Test
  void whatWasReadOnceIsNotReadAgain() throws Exception {
    String transcript = "The bridge is closed, and the harbour office pays for it. ".repeat(20);
    Generated first = ask(transcript + "Who pays?");
    Generated second = ask(transcript + "What is closed?");
    assertThat(second.knownTokens()).isGreaterThan(200).isGreaterThan(first.knownTokens());
    assertThat(second.knownTokens()).isLessThan(second.promptTokens());
  }

  @Test
  void theAnswerBehindAKnownBeginningIsTheOneThatAFreshModelGives() throws Exception {
    String transcript =
        "The library opens on Sundays, and eight hundred readers signed. ".repeat(20);
    var asked = GenerationRequest.of(asking(transcript + "When does it open?"), 24, null);
    Generated fresh;
    try (TextGenerator other = load()) {
      fresh = other.generate(asked, GenerationListener.NONE);
    }
    assertThat(fresh.knownTokens()).isZero();
    var _ = ask(transcript + "Who signed, and why does nobody else?");
    Generated again = generator().generate(asked, GenerationListener.NONE);
    assertThat(again.knownTokens()).isGreaterThan(200);
    assertThat(again.text()).isEqualTo(fresh.text()).isNotBlank();
  }

  private Generated ask(String question) throws Exception {
    return generator()
        .generate(GenerationRequest.of(asking(question), 4, null), GenerationListener.NONE);
  }

  private static GenerationRequest story(String question) {
    return GenerationRequest.of(asking(question), 24, null);
  }

  @Test
  void aFileThatIsCutShortOrNoneIsNoModel(@TempDir Path folder) throws Exception {
    Path cut = folder.resolve("cut.gguf");
    try (InputStream whole = Files.newInputStream(RealModels.smolLm2())) {
      Files.write(cut, whole.readNBytes(5_000_000));
    }
    Path text = Files.writeString(folder.resolve("text.gguf"), "GGUF, it says".repeat(10));
    for (Path file : List.of(cut, text, folder.resolve("absent"))) {
      var engine = RealModels.engine(1024, 2);
      assertThatThrownBy(() -> engine.load(file))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE));
    }
  }

  @Test
  void ofTwoThatWaitWhereOneMayOneIsTurnedAway() throws Exception {
    try (var alone = ChatModel.of(RealModels.engine(1024, 1, 1).load(RealModels.smolLm2()));
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = new CountDownLatch(1);
      var first = GenerationRequest.of(asking("Tell a long story."), 900, null);
      var calls = new ExecutorCompletionService<Generated>(pool);
      Future<Generated> long1 =
          pool.submit(() -> alone.generate(first, piece -> begun.countDown()));
      begun.await();
      var _ = calls.submit(() -> alone.generate(story("One."), GenerationListener.NONE));
      var _ = calls.submit(() -> alone.generate(story("Two."), GenerationListener.NONE));
      assertThatThrownBy(calls.take()::get)
          .cause()
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
      long1.cancel(true);
      assertThat(calls.take().get().text()).isNotEmpty();
    }
  }

  @Test
  @Timeout(120)
  void whoWaitsInFrontOfAScreenComesFirst() throws Exception {
    try (var alone = ChatModel.of(RealModels.engine(1024, 1, 2).load(RealModels.smolLm2()));
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun = new CountDownLatch(1);
      var endless = new JsonShape.ListOf(new JsonShape.Whole(9), 900, 900);
      var first = GenerationRequest.of(asking("Count."), 900, endless); // never ends by itself
      Future<Generated> long1 =
          pool.submit(() -> alone.generate(first, piece -> begun.countDown()));
      begun.await();
      List<String> order = Collections.synchronizedList(new ArrayList<>());
      Thread batch =
          Thread.ofPlatform().start(() -> answered(alone, story("One."), order, "batch"));
      assertThat(waits(batch)).isTrue();
      var urgent = story("Two.").urgently();
      Thread screen = Thread.ofPlatform().start(() -> answered(alone, urgent, order, "screen"));
      assertThat(waits(screen)).isTrue();
      assertThat(long1).as("the seat is taken all the time").isNotDone();
      long1.cancel(true);
      batch.join();
      screen.join();
      assertThat(order).containsExactly("screen", "batch");
    }
  }

  private static boolean waits(Thread thread) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (thread.getState() != Thread.State.WAITING && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    return thread.getState() == Thread.State.WAITING;
  }

  private static void answered(
      TextGenerator model, GenerationRequest request, List<String> order, String name) {
    try {
      var _ = model.generate(request, piece -> {});
      order.add(name);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  @Test
  void aClosedModelRefuses() throws Exception {
    TextGenerator closed = load();
    closed.close();
    closed.close();
    assertThatThrownBy(() -> closed.generate(story("x"), GenerationListener.NONE))
        .isInstanceOf(IllegalStateException.class);
  }
}
