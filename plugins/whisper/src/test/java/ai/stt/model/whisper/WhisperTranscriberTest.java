package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.transcription.ArrayPcmSource;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriberContract;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WhisperTranscriberTest extends TranscriberContract {
  private static final TranscriptionOptions ENGLISH = new TranscriptionOptions("en", "Words.", 3);

  @Override
  protected Transcriber load() {
    return new WhisperTranscriber("fake", new FakeWhisper(1, "en", "de"));
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
  void anHourIsHeardInOrderAndWithoutLoss() throws Exception {
    var engine = new FakeWhisper(0, "en", "de");
    Transcript transcript = transcribe(engine, noise(3600), ENGLISH);

    assertThat(engine.mostUnderWay()).isEqualTo(1);
    assertThat(engine.openSessions()).isZero();
    assertThat(engine.windows()).allMatch(samples -> samples <= 480_000);
    assertThat(transcript.segments()).hasSizeGreaterThan(3300);
    assertThat(transcript.segments()).extracting(Segment::start).isSorted();
    assertThat(transcript.duration()).isEqualTo(3600);
  }

  @Test
  void theEngineIsToldOfPromptAndBeam() throws Exception {
    var engine = new FakeWhisper(0, "en", "de");
    transcribe(engine, noise(60), ENGLISH);

    assertThat(engine.requests())
        .allMatch(
            r -> r.beamSize() == 3 && "Words.".equals(r.prompt()) && r.language().equals("en"));
  }

  @Test
  void eachWindowIsGivenTheTextSoFarUnlessItIsShort() throws Exception {
    var engine = new FakeWhisper(0, "en", "de");
    float[] audio = noise(60);
    Arrays.fill(audio, 50 * FakeWhisper.SECOND, 58 * FakeWhisper.SECOND, 0);
    transcribe(engine, audio, ENGLISH);

    assertThat(engine.requests().getLast().forgetContext()).isTrue();
    assertThat(engine.requests()).filteredOn(r -> !r.forgetContext()).hasSizeGreaterThan(1);
  }

  @Test
  void windowsEndInPausesAndWhatIsNotSpeechIsNotHeard() throws Exception {
    var engine = new FakeWhisper(0, "en", "de");

    Transcript transcript =
        new WhisperTranscriber("fake", engine)
            .transcribe(new MarkedAudio(noise(60), 12, 20), ENGLISH, TranscriptionListener.NONE);

    assertThat(engine.windows()).hasSize(1).allMatch(s -> s > 128_000 && s < 140_000);
    assertThat(transcript.segments()).isNotEmpty();
    assertThat(transcript.segments().getFirst().start()).isGreaterThan(11.7);
    assertThat(transcript.segments().getLast().end()).isLessThan(20.6);
  }

  @Test
  void longSilencesAreNotGivenToTheEngine() throws Exception {
    var engine = new FakeWhisper(0, "en", "de");
    float[] audio = new float[3600 * FakeWhisper.SECOND];
    put(noise(10), audio, 600);
    put(noise(4), audio, 1800);

    Transcript transcript = transcribe(engine, audio, ENGLISH);

    assertThat(engine.windows().stream().mapToInt(Integer::intValue).sum())
        .isLessThan(17 * FakeWhisper.SECOND);
    assertThat(transcript.duration()).isEqualTo(3600);
    assertThat(transcript.segments()).extracting(Segment::start).allMatch(s -> s >= 599.5);
    assertThat(transcript.segments().getFirst().start()).isBetween(599.5, 601.0);
    assertThat(transcript.segments().getLast().end()).isBetween(1803.0, 1805.0);
  }

  @Test
  void aModelOfOneLanguageDetectsNothing() throws Exception {
    Transcript transcript =
        transcribe(new FakeWhisper(0, "en"), noise(3), new TranscriptionOptions(null, null, 1));

    assertThat(transcript.language()).isEqualTo("en");
    assertThat(transcript.languageProbability()).isEqualTo(1);
  }

  @Test
  void silenceHasNoLanguage() throws Exception {
    Transcript transcript =
        transcribe(
            new FakeWhisper(0, "en", "de"),
            new float[FakeWhisper.SECOND],
            new TranscriptionOptions(null, null, 1));

    assertThat(transcript.language()).isEqualTo("und");
    assertThat(transcript.languageProbability()).isZero();
  }

  private static Transcript transcribe(
      FakeWhisper engine, float[] audio, TranscriptionOptions options) throws Exception {
    return new WhisperTranscriber("fake", engine)
        .transcribe(new ArrayPcmSource(audio), options, TranscriptionListener.NONE);
  }

  private static float[] noise(int seconds) {
    var random = new Random(seconds);
    float[] noise = new float[seconds * FakeWhisper.SECOND];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat() * 0.2f - 0.1f;
    }
    return noise;
  }

  private static void put(float[] from, float[] to, int second) {
    System.arraycopy(from, 0, to, second * FakeWhisper.SECOND, from.length);
  }
}
