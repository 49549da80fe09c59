package ai.stt.app.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.testing.FakeAudio;
import ai.stt.app.testing.FakeModels;
import ai.stt.plugin.Capability;
import ai.stt.plugin.diarization.DiarizationListener;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class HearingTest {
  private final FakeModels models = new FakeModels();
  private final Transcript words = SpeakerNamesTest.transcript(0, "Hello there.");

  @Test
  void withoutModelsTheRecordingPassesAsItIs() throws Exception {
    try (var hearing = hearing(new FakeAudio(2), DiarizationOptions.UNKNOWN)) {
      PcmChunk first = read(hearing);
      assertThat(first.speech()).isEmpty();
      assertThat(hearing.finish(words)).isEqualTo(new Hearing.Heard(words, null));
    }
  }

  @Test
  void chunksComeInWholeFramesWithTheirVoiceActivity() throws Exception {
    models.live(Capability.VOICE_ACTIVITY, "ear", new Ear(0.75f));
    long at = 0;
    try (var hearing = hearing(new FakeAudio(2.5), null)) {
      for (PcmChunk chunk = hearing.read(); chunk != null; chunk = hearing.read()) {
        assertThat(chunk.startSample()).isEqualTo(at).isEqualTo(at / 512 * 512);
        assertThat(chunk.speech()).isNotEmpty().containsOnly(0.75f);
        at = chunk.endSample();
      }
      assertThat(at).isEqualTo(40_000);
      assertThat(hearing.finish(words).transcript()).isEqualTo(words);
    }
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void wordsWhereNobodyCanHaveSpokenAreDropped() throws Exception {
    models.live(Capability.VOICE_ACTIVITY, "ear", new Ear(0.01f));
    try (var hearing = hearing(new FakeAudio(6), null)) {
      readAll(hearing);
      assertThat(hearing.finish(words).transcript().segments()).isEmpty();
    }
  }

  @Test
  void ofASegmentOnlyTheWordsWhereNobodyCanHaveSpokenAreDropped() throws Exception {
    models.live(Capability.VOICE_ACTIVITY, "ear", new Ear(0.9f, 2 * PcmChunk.SAMPLE_RATE_HZ));
    try (var hearing = hearing(new FakeAudio(10), null)) {
      readAll(hearing);
      Transcript said = SpeakerNamesTest.transcript(0, "Yes, we do. Thank you.");
      Transcript kept = hearing.finish(said).transcript();
      assertThat(kept.text()).isEqualTo("Yes, we do. Thank");
      assertThat(kept.segments().getFirst().words()).hasSize(4);
      assertThat(kept.segments().getFirst().end())
          .isEqualTo(said.segments().getFirst().words().get(3).end());
    }
  }

  @Test
  void theDiarizerHearsAllThatIsReadAndNamesTheSpeakers() throws Exception {
    models.live(
        Capability.DIARIZATION,
        "who",
        new Fake(
            audio -> {
              long samples = 0;
              for (PcmChunk c = audio.read(); c != null; c = audio.read()) {
                samples = c.endSample();
              }
              return List.of(new SpeakerTurn(0, PcmChunk.seconds(samples), 1));
            }));
    // Far more chunks than the diarizer may be behind.
    try (var hearing = hearing(new FakeAudio(400), DiarizationOptions.UNKNOWN)) {
      read(hearing); // the transcriber stops early
      Hearing.Heard heard = hearing.finish(words);
      assertThat(heard.turns()).containsExactly(new SpeakerTurn(0, 400, 1));
      assertThat(heard.transcript().segments().getFirst().speaker()).isEqualTo("Speaker 1");
    }
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aDiarizerThatFailsEndsTheReading() throws Exception {
    models.live(
        Capability.DIARIZATION,
        "who",
        new Fake(
            audio -> {
              audio.read();
              throw new SpeechException(ErrorCode.INTERNAL, "the model failed while it ran");
            }));
    try (var hearing = hearing(new FakeAudio(100_000), DiarizationOptions.UNKNOWN)) {
      assertThatThrownBy(() -> readAll(hearing)).hasMessage("the model failed while it ran");
    }
    assertThat(models.openLeases()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"MODEL_UNAVAILABLE", "OVERLOADED"})
  void aDiarizerThatCannotBeHadCostsNobodyTheWords(ErrorCode why) throws Exception {
    models.live(Capability.VOICE_ACTIVITY, "ear", new Ear(0.75f));
    models.live(Capability.DIARIZATION, "who", new Fake(audio -> List.of()));
    models.fails("who", new SpeechException(why, "there is no memory for it"));
    // Far more chunks than the diarizer may be behind.
    try (var hearing = hearing(new FakeAudio(400), DiarizationOptions.UNKNOWN)) {
      readAll(hearing);
      assertThat(hearing.finish(words)).isEqualTo(new Hearing.Heard(words, null));
    }
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aDetectorThatHasNoRoomIsDoneWithout() throws Exception {
    models.live(Capability.VOICE_ACTIVITY, "ear", new Ear(0.01f));
    models.fails("ear", new SpeechException(ErrorCode.OVERLOADED, "there is no memory for it"));
    try (var hearing = hearing(new FakeAudio(6), null)) {
      readAll(hearing);
      assertThat(hearing.finish(words).transcript()).isEqualTo(words);
    }
  }

  @Test
  void cancelingWhileTheDiarizerIsFarBehindEndsBoth() throws Exception {
    var started = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    models.live(
        Capability.DIARIZATION,
        "who",
        new Fake(
            audio -> {
              started.countDown();
              never.await();
              return List.of();
            }));
    var canceled = new AtomicBoolean();
    try (var hearing =
        new Hearing(new FakeAudio(100_000), models, DiarizationOptions.UNKNOWN, canceled::get)) {
      started.await();
      canceled.set(true);
      assertThatThrownBy(() -> readAll(hearing))
          .isInstanceOfSatisfying(
              SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    }
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aDetectorThatDoesNotOpenLeavesNothingBehind() {
    var asked = new AtomicBoolean();
    models.live(
        Capability.VOICE_ACTIVITY,
        "ear",
        new VoiceActivityDetector() {
          @Override
          public VoiceActivityStream open() {
            throw new SpeechException(ErrorCode.INTERNAL, "the model failed while it ran");
          }

          @Override
          public void close() {}
        });
    models.live(
        Capability.DIARIZATION,
        "who",
        new Fake(
            audio -> {
              asked.set(true);
              return List.of();
            }));
    assertThatThrownBy(() -> hearing(new FakeAudio(2), DiarizationOptions.UNKNOWN))
        .hasMessage("the model failed while it ran");
    assertThat(models.openLeases()).isZero();
    assertThat(asked).isFalse();
  }

  private Hearing hearing(FakeAudio audio, @Nullable DiarizationOptions options)
      throws InterruptedException {
    return new Hearing(audio, models, options, () -> false);
  }

  private static PcmChunk read(PcmSource source) throws InterruptedException {
    PcmChunk chunk = source.read();
    assertThat(chunk).isNotNull();
    return Objects.requireNonNull(chunk);
  }

  private static void readAll(PcmSource source) throws InterruptedException {
    while (source.read() != null) {
      Thread.onSpinWait();
    }
  }

  /** Hears speech of one probability, everywhere or up to a sample. */
  private record Ear(float probability, long upTo) implements VoiceActivityDetector {
    Ear(float probability) {
      this(probability, Long.MAX_VALUE);
    }

    @Override
    public VoiceActivityStream open() {
      return new VoiceActivityStream() {
        private long at;

        @Override
        public float[] feed(float[] samples) {
          float[] all = new float[Math.ceilDiv(samples.length, PcmChunk.FRAME_SAMPLES)];
          for (int i = 0; i < all.length; i++) {
            all[i] = at + (long) i * PcmChunk.FRAME_SAMPLES < upTo ? probability : 0;
          }
          at += samples.length;
          return all;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private interface Listening {
    List<SpeakerTurn> to(PcmSource audio) throws InterruptedException;
  }

  private record Fake(Listening listening) implements Diarizer {
    @Override
    public List<SpeakerTurn> diarize(
        PcmSource audio, DiarizationOptions options, DiarizationListener listener)
        throws InterruptedException {
      return listening.to(audio);
    }

    @Override
    public void close() {}
  }
}
