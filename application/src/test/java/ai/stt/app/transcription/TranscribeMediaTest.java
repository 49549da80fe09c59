package ai.stt.app.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.testing.FakeAudio;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.FakeTranscriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TranscribeMediaTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Path FILE = Path.of("speech.flac");

  private final FakeAudio audio = new FakeAudio(3);
  private final FakeModels models = new FakeModels();
  private final WorkQueue queue = new WorkQueue(1, 1, Duration.ofMillis(100));

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  @Test
  void aRecordingBecomesATranscriptAndEverythingIsGivenBack() throws Exception {
    var use = use(Duration.ZERO, file -> audio);

    var pending = use.start(command("base", null), TranscriptionListener.NONE);
    var result = pending.await(LONG);

    assertThat(pending.model()).isEqualTo("base");
    assertThat(pending.heardSeconds()).isEqualTo(3);
    assertThat(pending.progress()).hasValue(1);
    assertThat(result).isPresent();
    assertThat(result.get().model()).isEqualTo("base");
    assertThat(result.get().transcript().text()).isEqualTo("Hello world.");
    assertThat(result.get().transcript().duration()).isEqualTo(3);
    assertThat(audio.closed()).isEqualTo(1);
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aLanguageMayBeNamedByCodeOrEnglishNameAndMustExist() throws Exception {
    var use = use(Duration.ZERO, file -> new FakeAudio(1));

    for (String french : new String[] {"fr", "FR", "French"}) {
      var result = use.start(command("base", french), TranscriptionListener.NONE).await(LONG);
      assertThat(result.orElseThrow().transcript().language()).isEqualTo("fr");
    }
    assertThatThrownBy(() -> use.start(command("base", "klingon"), TranscriptionListener.NONE))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("/v1/languages");
  }

  @Test
  void cancelingEndsTheWorkAndGivesEverythingBack() throws Exception {
    var started = new CountDownLatch(1);
    var use =
        use(
            LONG,
            file -> {
              started.countDown();
              return audio;
            });
    var pending = use.start(command("base", null), TranscriptionListener.NONE);
    started.await();

    pending.cancel();

    assertThatThrownBy(() -> pending.await(LONG))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    awaitIdle();
    assertThat(audio.closed()).isEqualTo(1);
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void workThatOutlivesTheGraceOfAStoppingServerIsTurnedAwayAsSuch() {
    var use = use(LONG, file -> audio);
    var pending = use.start(command("base", null), TranscriptionListener.NONE);
    awaitRunning();

    queue.close();

    assertThatThrownBy(() -> pending.await(LONG))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN));
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aFullQueueTurnsTheNextOneAwayWithATimeToWait() {
    var use = use(LONG, file -> new FakeAudio(1));
    var running = use.start(command("base", null), TranscriptionListener.NONE);
    awaitRunning();
    var waiting = use.start(command("base", null), TranscriptionListener.NONE);

    assertThatThrownBy(() -> use.start(command("base", null), TranscriptionListener.NONE))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter()).hasValueSatisfying(d -> assertThat(d).isPositive());
            });
    waiting.cancel();
    assertThat(queue.waiting()).isZero();
    running.cancel();
  }

  @Test
  void whatTheDecoderRefusesReachesTheCaller() {
    var use =
        use(
            Duration.ZERO,
            file -> {
              throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "the file is empty");
            });
    var pending = use.start(command("base", null), TranscriptionListener.NONE);

    assertThatThrownBy(() -> pending.await(LONG)).hasMessage("the file is empty");
  }

  @Test
  void anUnexpectedFailureIsInternalAndKeepsItsCauseForTheLog() {
    var use =
        use(
            Duration.ZERO,
            file -> {
              throw new IllegalStateException("a secret path");
            });
    var pending = use.start(command("base", null), TranscriptionListener.NONE);

    assertThatThrownBy(() -> pending.await(LONG))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessage("the transcription failed")
        .hasRootCauseMessage("a secret path");
  }

  private TranscribeMedia use(Duration work, MediaDecoder decoder) {
    models.live("base", new FakeTranscriber(work), "en", "fr");
    return new TranscribeMedia(
        new ChooseModel(models, models),
        models,
        decoder,
        queue,
        new TranscriptionSettings("base", false, 1));
  }

  private static TranscriptionCommand command(String model, @Nullable String language) {
    return new TranscriptionCommand(FILE, model, language, null);
  }

  private void awaitIdle() throws InterruptedException {
    while (queue.running() > 0) {
      Thread.sleep(1);
    }
  }

  private void awaitRunning() {
    while (queue.running() == 0) {
      Thread.onSpinWait();
    }
  }
}
