package ai.stt.app.enhanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.Lease;
import ai.stt.app.testing.FakeEnhancer;
import ai.stt.app.testing.FakeModels;
import ai.stt.plugin.Capability;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnhancedModelsTest {
  private static final double LOUD_NOISE = 0.05;

  private final Ear ear = new Ear();
  private final FakeModels inner = new FakeModels().live("base", ear, "en", "fr");
  private final EnhancedModels models = new EnhancedModels(inner, new ChooseModel(inner, inner));

  @Test
  void itIsListedWhereATranscriberAndAnEnhancerAreLive() {
    assertThat(models.live()).extracting(m -> m.descriptor().id()).containsExactly("base");

    inner.live(Capability.ENHANCEMENT, "deepfilternet3", new FakeEnhancer(48_000));

    assertThat(models.live().getLast().descriptor().id()).isEqualTo("stt-ai-enhanced");
    assertThat(models.live().getLast().descriptor().languages()).containsExactly("en", "fr");
    assertThat(models.live().getLast().capability()).isEqualTo("transcription");
  }

  @Test
  void withoutAnEnhancerTheCommandThatInstallsOneIsNamed() {
    var choose = new ChooseModel(models, inner);
    assertThatThrownBy(() -> choose.choose("transcription", EnhancedModels.ID, "en", true))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("stt models pull base deepfilternet3");
    assertThatThrownBy(() -> choose.choose("enhancement", EnhancedModels.ID, null, true))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    assertThatThrownBy(() -> models.lease(Capability.TRANSCRIPTION, EnhancedModels.ID))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNAVAILABLE))
        .hasMessageContaining("stt models pull");
    assertThat(inner.openLeases()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {16_000, 48_000})
  void noisySpeechIsCleanedInPlace(int rate) throws Exception {
    var enhancer = new FakeEnhancer(rate, 0.5f);
    var audio = new Spoken(50 * 16_000 + 77, LOUD_NOISE, true);

    transcribe(enhancer, audio, new TranscriptionOptions("en", "names", 1));

    assertThat(enhancer.asked()).containsExactly(new EnhancementOptions(14));
    assertThat(enhancer.openStreams()).isZero();
    assertSame(ear.heard(), audio.samples, 0.5f, 1e-4f);
    assertThat(ear.speechFrames).isEqualTo(Math.ceilDiv(audio.samples.length, 512));
    assertThat(ear.options).isEqualTo(new TranscriptionOptions("en", "names", 5));
    assertThat(inner.openLeases()).isZero();
  }

  @Test
  void cleanSpeechIsHeardAsItIs() throws Exception {
    var enhancer = new FakeEnhancer(48_000);
    var audio = new Spoken(40 * 16_000, 0.002, true);

    transcribe(enhancer, audio, new TranscriptionOptions(null, null, 8));

    assertThat(enhancer.asked()).isEmpty();
    assertSame(ear.heard(), audio.samples, 1, 0);
    assertThat(ear.options).isEqualTo(new TranscriptionOptions(null, null, 8));
  }

  @ParameterizedTest
  @CsvSource({"en,6,clean", ",6,clean", "en,3,clean", ",3,noisy"})
  void doubtfulWordsAreHeardAgainWithoutNoise(@Nullable String language, int seconds, String text)
      throws Exception {
    var enhancer = new FakeEnhancer(16_000, 0.5f);
    inner.live(Capability.ENHANCEMENT, "deepfilternet3", enhancer);
    ear.words = seconds;

    try (Lease<Transcriber> lease = models.lease(Capability.TRANSCRIPTION, EnhancedModels.ID)) {
      Transcript transcript =
          lease
              .model()
              .transcribe(
                  new Spoken(20 * 16_000, 0.002, true),
                  new TranscriptionOptions(language, null, 5),
                  TranscriptionListener.NONE);

      assertThat(transcript.text()).isEqualTo(text);
    }
    assertThat(enhancer.openStreams()).isZero();
    assertThat(inner.openLeases()).isZero();
  }

  @Test
  void whereNobodyMarkedSpeechOrReadsAlongNothingIsCleaned() throws Exception {
    var enhancer = new FakeEnhancer(48_000);
    transcribe(
        enhancer, new Spoken(80_000, LOUD_NOISE, false), new TranscriptionOptions("en", null, 5));
    transcribe(
        enhancer,
        new Spoken(80_000, LOUD_NOISE, true),
        new TranscriptionOptions("en", null, 1, true));
    transcribe(enhancer, new Spoken(0, 0, true), new TranscriptionOptions("en", null, 5));

    assertThat(enhancer.asked()).isEmpty();
  }

  @Test
  void anEnhancerOfAnotherRateIsRefusedOnlyWhereItIsNeeded() throws Exception {
    var options = new TranscriptionOptions("en", null, 1);
    transcribe(new FakeEnhancer(24_000), new Spoken(80_000, 0.002, true), options);
    assertThatThrownBy(
            () ->
                transcribe(new FakeEnhancer(24_000), new Spoken(80_000, LOUD_NOISE, true), options))
        .hasMessageContaining("24000 Hz")
        .hasMessageContaining("stt models pull");
    assertThat(inner.openLeases()).isZero();
  }

  private static void assertSame(float[] heard, float[] spoken, float gain, float tolerance) {
    assertThat(heard.length).isEqualTo(spoken.length);
    float most = 0;
    for (int i = 0; i < heard.length; i++) {
      most = Math.max(most, Math.abs(heard[i] - gain * spoken[i]));
    }
    assertThat(most).isLessThanOrEqualTo(tolerance);
  }

  private void transcribe(FakeEnhancer enhancer, PcmSource audio, TranscriptionOptions options)
      throws InterruptedException {
    inner.live(Capability.ENHANCEMENT, "deepfilternet3", enhancer);
    try (Lease<Transcriber> lease = models.lease(Capability.TRANSCRIPTION, EnhancedModels.ID)) {
      lease.model().transcribe(audio, options, TranscriptionListener.NONE);
    }
  }

  /** Remembers what it hears, and doubts what was not made quieter by an enhancer. */
  private static final class Ear implements Transcriber {
    private final List<PcmChunk> chunks = new ArrayList<>();
    private int speechFrames;
    private int words;
    private @Nullable TranscriptionOptions options;

    @Override
    public Transcript transcribe(
        PcmSource audio, TranscriptionOptions wanted, TranscriptionListener listener)
        throws InterruptedException {
      chunks.clear();
      options = wanted;
      long at = 0;
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        assertThat(chunk.startSample()).isEqualTo(at);
        at = chunk.endSample();
        speechFrames += chunk.speech().length;
        chunks.add(chunk);
      }
      double seconds = Math.min(words, PcmChunk.seconds(at));
      if (seconds == 0) {
        return new Transcript("en", 1, PcmChunk.seconds(at), List.of());
      }
      boolean noisy = chunks.getFirst().samples()[14] > 0.15; // a quarter of the tone
      String text = noisy ? "noisy" : "clean";
      double sure = noisy ? 0.5 : 0.9;
      var word = new Word(text, 0, seconds, sure, null);
      var segment = new Segment(0, seconds, text, sure, List.of(word), null);
      listener.onSegment(segment);
      return new Transcript("en", 1, PcmChunk.seconds(at), List.of(segment));
    }

    private float[] heard() {
      float[] all = new float[chunks.stream().mapToInt(c -> c.samples().length).sum()];
      int at = 0;
      for (PcmChunk chunk : chunks) {
        System.arraycopy(chunk.samples(), 0, all, at, chunk.samples().length);
        at += chunk.samples().length;
      }
      return all;
    }

    @Override
    public void close() {}
  }
}
