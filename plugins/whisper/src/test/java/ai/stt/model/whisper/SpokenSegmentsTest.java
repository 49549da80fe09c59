package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.plugin.engine.WhisperToken;
import ai.stt.plugin.engine.WhisperWindow;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpokenSegmentsTest {
  private final SpokenSegments segments = new SpokenSegments("en");

  @ParameterizedTest
  @ValueSource(
      strings = {" [BLANK_AUDIO]", " (music playing)", " *sighs*", " ♪ la la ♪", " ...", " ♪"})
  void remarksAreNoSpeech(String text) {
    assertThat(segments.of(window(text, 0.1f, 0.9), sound(0, 2000))).isEmpty();
  }

  @Test
  void wordsBetweenRemarksStay() {
    assertThat(segments.of(window(" [laughs] Yes.", 0.1f, 0.9), sound(0, 2000))).hasSize(1);
  }

  @Test
  void wordsOverSilenceAreInvented() {
    assertThat(segments.of(window(" you", 0.1f, 0.9), new float[32_000])).isEmpty();
  }

  @Test
  void doubtfulWordsWhereProbablyNobodySpeaksAreInvented() {
    assertThat(segments.of(window(" you", 0.7f, 0.3), sound(0, 2000))).isEmpty();
    assertThat(segments.of(window(" you", 0.7f, 0.9), sound(0, 2000))).hasSize(1);
    assertThat(segments.of(window(" you", 0.5f, 0.3), sound(0, 2000))).hasSize(1);
  }

  @Test
  void wordsMoveToTheEdgesOfThePause() {
    var tokens = List.of(aligned(" one", 900), aligned(" two", 2100), aligned(" three", 2500));
    var window = new WhisperWindow(3000, List.of(new WhisperSegment(0, 3000, 0, tokens)));
    float[] samples = new float[48_000];
    add(samples, 400, 1000);
    add(samples, 1800, 2700);

    List<TimedWord> words = segments.of(window, samples).getFirst().words();

    assertThat(words.get(0).startMs()).isBetween(380L, 420L);
    assertThat(words.get(0).endMs()).isBetween(980L, 1020L);
    assertThat(words.get(1).startMs()).isBetween(1780L, 1820L);
    assertThat(words.get(2).startMs()).isEqualTo(2100);
    assertThat(words.get(2).endMs()).isBetween(2480L, 2720L);
  }

  @Test
  void anAlignmentThatGotLostIsNotFollowed() {
    byte[] text = " lost".getBytes(StandardCharsets.UTF_8);
    var tokens = List.of(new WhisperToken(text, 0.9f, 300, 600, 2900));
    var window = new WhisperWindow(3000, List.of(new WhisperSegment(0, 3000, 0, tokens)));

    assertThat(segments.of(window, sound(0, 3000)).getFirst().words().getFirst().endMs())
        .isEqualTo(1100);
  }

  @RepeatedTest(50)
  void whateverTheTimesAreTheTranscriptIsInOrder(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    List<WhisperSegment> chaos = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      List<WhisperToken> tokens = new ArrayList<>();
      for (int j = 0; j < random.nextInt(6); j++) {
        tokens.add(
            new WhisperToken(
                " w".getBytes(StandardCharsets.UTF_8),
                random.nextFloat(),
                random.nextInt(-500, 4000),
                random.nextInt(-500, 4000),
                random.nextBoolean() ? -1 : random.nextInt(4000)));
      }
      chaos.add(
          new WhisperSegment(random.nextInt(-100, 4000), random.nextInt(-100, 4000), 0, tokens));
    }
    float[] samples = sound(0, 3001 + random.nextInt(500));
    samples = Arrays.copyOf(samples, samples.length + random.nextInt(160));
    double offset = random.nextInt(1_000_000) / 16_000.0;
    double end = offset + samples.length / 16_000.0;

    List<Segment> result = new ArrayList<>();
    double last = offset + random.nextDouble();
    for (var spoken : segments.of(new WhisperWindow(1, chaos), samples)) {
      Segment segment = new Clock(offset, last, end).segment(spoken);
      last = segment.end();
      result.add(segment);
    }

    assertThat(new Transcript("en", 1, end, result).segments()).isNotEmpty();
  }

  private static WhisperWindow window(String text, float noSpeech, double probability) {
    var token = FakeWhisper.token(text, probability, 0, 1900);
    return new WhisperWindow(2000, List.of(new WhisperSegment(0, 2000, noSpeech, List.of(token))));
  }

  private static WhisperToken aligned(String text, long endMs) {
    return new WhisperToken(
        text.getBytes(StandardCharsets.UTF_8), 0.9f, endMs - 300, endMs - 100, endMs);
  }

  private static float[] sound(int fromMs, int toMs) {
    float[] samples = new float[toMs * 16];
    add(samples, fromMs, toMs);
    return samples;
  }

  private static void add(float[] samples, int fromMs, int toMs) {
    for (int i = fromMs * 16; i < toMs * 16; i++) {
      samples[i] = (float) (0.1 * Math.sin(i * 0.3));
    }
  }
}
