package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.transcription.ArrayPcmSource;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriberContract;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RecordingTest extends TranscriberContract {
  private static final TranscriptionOptions ENGLISH = new TranscriptionOptions("en", "Words.", 3);

  @Override
  protected Transcriber load() {
    return new WhisperTranscriber("fake", new FakeWhisper(4, 10, "en", "de"));
  }

  @Override
  protected float[] speech() {
    return noise(10);
  }

  @Override
  protected float[] longSpeech() {
    return noise(3600);
  }

  @Override
  protected String language() {
    return "en";
  }

  @Test
  void anHourIsHeardInOrderAndFourWindowsAtOnce() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de");
    Transcript transcript = transcribe(engine, new ArrayPcmSource(noise(3600)));

    assertThat(engine.mostUnderWay()).isEqualTo(4);
    assertThat(engine.openSessions()).isZero();
    assertThat(engine.windows()).allMatch(samples -> samples <= 480_000);
    assertThat(engine.requests()).allMatch(r -> r.forgetContext() && "Words.".equals(r.prompt()));
    assertThat(transcript.segments()).hasSizeGreaterThan(3300);
    assertThat(transcript.segments()).extracting(Segment::start).isSorted();
    assertThat(transcript.duration()).isEqualTo(3600);
  }

  @Test
  void windowsEndInPauses() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de");
    float[] audio = noise(100);
    for (int pause = 20; pause < 100; pause += 20) {
      Arrays.fill(audio, pause * FakeWhisper.SECOND, pause * FakeWhisper.SECOND + 8000, 0);
    }
    transcribe(engine, new ArrayPcmSource(audio));

    assertThat(engine.windows()).hasSize(5);
    assertThat(engine.windows().getFirst()).isBetween(20 * 16_000, 20 * 16_000 + 8000);
  }

  @Test
  void longSilencesAreNotGivenToTheEngineAndTimesStayExact() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de");
    float[] audio = new float[3600 * FakeWhisper.SECOND];
    System.arraycopy(noise(10), 0, audio, 600 * FakeWhisper.SECOND, 10 * FakeWhisper.SECOND);
    System.arraycopy(noise(4), 0, audio, 1800 * FakeWhisper.SECOND, 4 * FakeWhisper.SECOND);

    Transcript transcript = transcribe(engine, new ArrayPcmSource(audio));

    assertThat(engine.windows().stream().mapToInt(Integer::intValue).sum())
        .isLessThan(16 * FakeWhisper.SECOND);
    assertThat(transcript.segments().getFirst().start()).isBetween(599.7, 601.0);
    assertThat(transcript.segments().getLast().end()).isBetween(1803.0, 1804.5);
    assertThat(transcript.duration()).isEqualTo(3600);
  }

  @Test
  void whereAudioIsMarkedOnlySpeechIsHeardAndTextOverNoneIsDropped() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de");
    float[] audio = noise(60);

    Transcript transcript = transcribe(engine, marked(audio, 12, 20));

    assertThat(engine.windows().stream().mapToInt(Integer::intValue).sum())
        .isBetween(8 * FakeWhisper.SECOND, 10 * FakeWhisper.SECOND);
    assertThat(transcript.segments()).isNotEmpty();
    assertThat(transcript.segments().getFirst().start()).isGreaterThan(11.7);
    assertThat(transcript.segments().getLast().end()).isLessThan(20.6);
    assertThat(transcript.duration()).isEqualTo(60);
    assertThat(transcribe(engine, marked(audio, 0, 0)).segments()).isEmpty();
  }

  @Test
  void speechThatWasPassedOverIsHeardAgainAndComesInItsPlace() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de").deafBetween(4, 9);

    Transcript transcript = transcribe(engine, marked(noise(50), 0, 50));

    assertThat(engine.windows()).hasSize(4).filteredOn(samples -> samples < 100_000).hasSize(2);
    assertThat(transcript.segments()).extracting(Segment::start).isSorted();
    for (double second = 0.5; second < 49; second++) {
      double at = second;
      assertThat(transcript.segments())
          .as("second %s", at)
          .anyMatch(segment -> segment.start() <= at + 0.6 && segment.end() >= at - 0.6);
    }
  }

  @Test
  void aWindowForWhichNothingIsWrittenIsNotHeardForEver() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de").deafBetween(0, 30);

    assertThat(transcribe(engine, marked(noise(29), 0, 29)).segments()).isEmpty();
    assertThat(engine.windows()).hasSize(1);
  }

  private static PcmSource marked(float[] audio, int fromSecond, int toSecond) {
    return new MarkedAudio(audio, fromSecond, toSecond);
  }

  private static Transcript transcribe(FakeWhisper engine, PcmSource audio) throws Exception {
    return new WhisperTranscriber("fake", engine)
        .transcribe(audio, ENGLISH, TranscriptionListener.NONE);
  }

  private static float[] noise(int seconds) {
    var random = new Random(seconds);
    float[] noise = new float[seconds * FakeWhisper.SECOND];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat() * 0.2f - 0.1f;
    }
    return noise;
  }
}
