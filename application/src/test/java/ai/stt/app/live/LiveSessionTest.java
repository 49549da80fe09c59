package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.testing.FakeEnhancer;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.SpokenNumbers;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.plugin.Capability;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class LiveSessionTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeModels models = new FakeModels();
  private final Heard heard = new Heard();
  private final Watched watcher = new Watched();

  @Test
  void whatIsSaidIsToldAndAllLeasesAreGivenBack() throws Exception {
    LiveSession session = stream(new SpokenNumbers(0, () -> {})).open(LiveOptions.DEFAULT, heard);
    session.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 10, 1)));
    session.finish();

    assertThat(session.await(LONG)).isTrue();
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 10));
    assertThat(heard.events().getLast()).isInstanceOf(LiveEvent.Finished.class);
    assertThat(session.fed()).isEqualTo(Duration.ofMillis(4840));
    awaitNoLeases();
    assertThat(watcher.events.getFirst()).isEqualTo("begun base");
    assertThat(watcher.events).contains("looked base").hasSizeGreaterThan(2);
    assertThat(watcher.events.getLast()).isEqualTo("ended base");
  }

  @Test
  void withoutAVoiceActivityModelTheLevelTells() throws Exception {
    models.live("base", new SpokenNumbers(0, () -> {}), "en");
    var settings = new TranscriptionSettings("base", false, 1);
    var stream =
        new StreamSpeech(
            new ChooseModel(models, models),
            models,
            settings,
            LiveSettings.DEFAULT,
            LiveWatcher.NONE);
    LiveSession session = stream.open(LiveOptions.DEFAULT, heard);
    session.feed(SpokenNumbers.floats(SpokenNumbers.say(2000, 2010, 1)));
    session.finish();

    assertThat(session.await(LONG)).isTrue();
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(2000, 2010));
  }

  @Test
  void aListenerThatThrowsEndsItsOwnSessionOnly() throws Exception {
    StreamSpeech stream = stream(new SpokenNumbers(0, () -> {}));
    var failing =
        new LiveListener() {
          @Override
          public void on(LiveEvent event) {
            throw new IllegalStateException("cannot write");
          }

          @Override
          public void failed(SpeechException reason, Transcript said) {
            throw new IllegalStateException("cannot write either");
          }
        };
    LiveSession bad = stream.open(LiveOptions.DEFAULT, failing);
    LiveSession good = stream.open(LiveOptions.DEFAULT, heard);
    bad.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 10, 1)));
    good.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 10, 1)));

    assertThat(bad.await(LONG)).isTrue();
    bad.feed(new float[100]); // is dropped
    good.finish();
    assertThat(good.await(LONG)).isTrue();
    assertThat(heard.words()).hasSize(10);
    awaitNoLeases();
  }

  @Test
  void closeEndsAtOnceAndTwiceIsOnce() throws Exception {
    LiveSession session = stream(new SpokenNumbers(0, () -> {})).open(LiveOptions.DEFAULT, heard);
    session.close();
    session.close();

    assertThat(session.await(LONG)).isTrue();
    assertThat(heard.events()).isEmpty();
    assertThat(heard.failure()).isNull();
    session.finish();
    session.flush();
  }

  @Test
  void aModelThatFailsFailsItsStream() throws Exception {
    var looks = new CountDownLatch(4); // three of the rehearsal
    LiveSession session =
        stream(
                new SpokenNumbers(
                    0,
                    () -> {
                      looks.countDown();
                      if (looks.getCount() == 0) {
                        throw new IllegalStateException("secret detail");
                      }
                    }))
            .open(LiveOptions.DEFAULT, heard);
    session.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 10, 1)));

    assertThat(session.await(LONG)).isTrue();
    SpeechException failure = Objects.requireNonNull(heard.failure());
    assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(failure).hasMessageNotContaining("secret");
  }

  @Test
  void whoFeedsWaitsWhileTheModelIsBehind() throws Exception {
    var looks = new CountDownLatch(4); // the fourth look is the first at what was fed
    var goOn = new CountDownLatch(1);
    LiveSession session =
        stream(
                new SpokenNumbers(
                    0,
                    () -> {
                      looks.countDown();
                      if (looks.getCount() == 0) {
                        await(goOn);
                      }
                    }))
            .open(LiveOptions.DEFAULT, heard);
    for (int i = 0; i < 2; i++) {
      session.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 1, 0.2)));
    }
    looks.await();
    Thread feeder =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 22; i++) {
                      session.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 1, 0.2)));
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (feeder.getState() != Thread.State.WAITING) {
      assertThat(feeder.isAlive()).as("who feeds waits").isTrue();
      Thread.onSpinWait();
    }
    assertThat(session.fed()).isLessThan(Duration.ofSeconds(9));
    goOn.countDown();
    feeder.join();
    session.finish();
    assertThat(session.await(LONG)).isTrue();
    assertThat(session.fed()).isEqualTo(Duration.ofMillis(24 * 584));
  }

  @Test
  void aStreamIsNoLongerThanStreamsMayBe() throws Exception {
    var settings = LiveSettings.DEFAULT;
    var shortOnes =
        new LiveSettings(
            4,
            Duration.ofSeconds(2),
            settings.interval(),
            settings.endpointing(),
            settings.maxDelay(),
            1000);
    LiveSession session =
        stream(new SpokenNumbers(0, () -> {}), shortOnes).open(LiveOptions.DEFAULT, heard);
    session.feed(new float[32_000]);

    assertThatThrownBy(() -> session.feed(new float[1]))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    session.close();
  }

  @Test
  void ofFiftyAtOnceThoseAreRefusedThatCouldNotBeServedInRealTime() throws Exception {
    StreamSpeech stream = stream(new SpokenNumbers(0, () -> sleep(100)));
    List<LiveSession> sessions = new ArrayList<>();
    List<SpeechException> refusals = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      try {
        sessions.add(stream.open(LiveOptions.DEFAULT, new Heard()));
      } catch (SpeechException e) {
        refusals.add(e);
      }
    }
    assertThat(sessions).hasSizeBetween(6, 12);
    assertThat(refusals)
        .allSatisfy(
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter()).isPresent();
            });
    for (LiveSession session : sessions) {
      session.close();
      session.await(LONG);
    }
    awaitNoLeases();
    stream.open(LiveOptions.DEFAULT, heard).close();
  }

  @Test
  void anUnknownModelOrLanguageIsRefused() {
    StreamSpeech stream = stream(new SpokenNumbers(0, () -> {}));
    for (LiveOptions options :
        List.of(
            LiveOptions.DEFAULT.with("nothing", null),
            LiveOptions.DEFAULT.with(null, "klingon"),
            LiveOptions.DEFAULT.with("base", "it"),
            denoisedBy("nothing"))) {
      assertThatThrownBy(() -> stream.open(options, heard))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
  }

  @Test
  void noiseIsTakenOutOfWhatIsHeardAndWordsKeepTheirTimes() throws Exception {
    var whole = new FakeEnhancer(PcmChunk.SAMPLE_RATE_HZ);
    var mute = new FakeEnhancer(PcmChunk.SAMPLE_RATE_HZ, 0);
    models.live(Capability.ENHANCEMENT, "whole", whole).live(Capability.ENHANCEMENT, "mute", mute);
    StreamSpeech stream = stream(new SpokenNumbers(0, () -> {}));
    List<Heard> all = new ArrayList<>();
    for (LiveOptions options :
        List.of(LiveOptions.DEFAULT, denoisedBy("whole"), denoisedBy("mute"))) {
      var told = new Heard();
      LiveSession session = stream.open(options, told);
      session.feed(SpokenNumbers.floats(SpokenNumbers.say(1, 10, 0)));
      session.finish();
      assertThat(session.await(LONG)).isTrue();
      all.add(told);
    }
    assertThat(all.get(1).words()).isEqualTo(SpokenNumbers.words(1, 10));
    assertThat(all.get(1).events().getLast()).isEqualTo(all.get(0).events().getLast());
    assertThat(all.get(2).words()).isEmpty();
    awaitNoLeases();
    assertThat(whole.openStreams() + mute.openStreams()).isZero();
  }

  @Test
  void aDenoiserOfAnotherRateIsRefused() {
    models.live(Capability.ENHANCEMENT, "wide", new FakeEnhancer(48_000));
    StreamSpeech stream = stream(new SpokenNumbers(0, () -> {}));

    assertThatThrownBy(() -> stream.open(denoisedBy("wide"), heard))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessageContaining("16000");
    awaitNoLeases();
  }

  private static LiveOptions denoisedBy(String model) {
    return new LiveOptions(null, null, null, true, null, false, model);
  }

  private StreamSpeech stream(SpokenNumbers numbers) {
    return stream(numbers, LiveSettings.DEFAULT);
  }

  private StreamSpeech stream(SpokenNumbers numbers, LiveSettings settings) {
    models
        .live("base", numbers, "en", "de")
        .live(Capability.VOICE_ACTIVITY, "voice", SpokenNumbers.detector());
    return new StreamSpeech(
        new ChooseModel(models, models),
        models,
        new TranscriptionSettings("base", false, 1),
        settings,
        watcher);
  }

  private void awaitNoLeases() {
    while (models.openLeases() > 0 && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis); // the work of a model
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes down what a watcher is told. */
  private static final class Watched implements LiveWatcher {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void begun(String model) {
      events.add("begun " + model);
    }

    @Override
    public void looked(String model, Duration delay) {
      events.add((delay.isNegative() ? "early " : "looked ") + model);
    }

    @Override
    public void ended(String model) {
      events.add("ended " + model);
    }
  }
}
