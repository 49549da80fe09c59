package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.SpokenNumbers;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiveRecognitionTest {
  private static final long RATE = 16_000;

  private final AtomicLong nanos = new AtomicLong();
  private final Heard heard = new Heard();

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 511, 512, 513, 4096, 16_000, 1_000_000})
  void howTheAudioIsCutChangesNothing(int chunk) throws Exception {
    float[] audio = join(SpokenNumbers.say(1, 12, 1.5), SpokenNumbers.say(13, 20, 0));
    feed(recognition(0, 0), audio, chunk);

    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 20));
    assertThat(heard.whole()).isEqualTo(heard.words());
  }

  @Test
  void theSameEventsComeInTheSameOrderForWholeAndForCutAudio() throws Exception {
    float[] audio = join(SpokenNumbers.say(1, 9, 0.7), SpokenNumbers.say(10, 14, 0.1));
    feed(recognition(0, 0), audio, 512);
    var single = new Heard();
    feed(recognition(single, 0, 0), audio, 1);

    assertThat(single.events()).isEqualTo(heard.events());
  }

  @Test
  void nothingIsTakenBackOrSaidTwiceWhenLooksDisagree() throws Exception {
    var random = new Random(3);
    for (int run = 0; run < 40; run++) {
      var log = new Heard();
      List<short[]> parts = new ArrayList<>();
      int next = 1;
      while (next < 120) {
        int last = next + random.nextInt(30);
        parts.add(SpokenNumbers.say(next, last, random.nextDouble() * 2));
        next = last + 1;
      }
      feed(recognition(log, 0.15, 0), join(parts.toArray(short[][]::new)), 1600);

      assertThat(log.whole()).isEqualTo(log.words());
      assertThat(log.words().stream().filter(word -> word.startsWith("w"))).doesNotHaveDuplicates();
      assertThat(log.words()).hasSizeBetween(next - 8, next + 7);
      assertInOrder(log);
    }
  }

  @Test
  void partialsFollowTheSpeakerTwiceASecond() throws Exception {
    LiveRecognition recognition = recognition(0, 0);
    float[] audio = SpokenNumbers.floats(SpokenNumbers.say(1, 40, 0));
    int before = 0;
    for (int at = 0; at + 8000 <= audio.length; at += 8000) {
      recognition.hear(Arrays.copyOfRange(audio, at, at + 8000), 0);
      assertThat(heard.events().size()).as("at %s", at).isGreaterThan(before);
      before = heard.events().size();
    }
    Word last = heard.all(LiveEvent.Final.class).getLast().segment().words().getLast();
    assertThat(last.end()).isGreaterThan(audio.length / 16_000.0 - 2);
  }

  @Test
  void aPauseEndsThePhraseAndMakesAllOfItFinal() throws Exception {
    LiveRecognition recognition = recognition(0, 0);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(1, 3, 0.45)), 0);
    assertThat(heard.all(LiveEvent.UtteranceEnd.class)).isEmpty();

    recognition.hear(new float[3200], 0);

    assertThat(heard.words()).containsExactly("w1", "w2", "w3");
    assertThat(heard.events().getLast()).isInstanceOf(LiveEvent.UtteranceEnd.class);
    double at = heard.all(LiveEvent.UtteranceEnd.class).getFirst().at();
    assertThat(at).isBetween(1.05, 1.2);
  }

  @Test
  void tenMinutesWithoutAPauseStayBoundedAndCostTheSameEachMinute() throws Exception {
    var spoken = new SpokenNumbers(0.02, () -> {});
    LiveRecognition recognition = recognition(heard, spoken, 600);
    float[] audio = SpokenNumbers.floats(SpokenNumbers.say(1, 1500, 0));
    List<Double> perMinute = new ArrayList<>();
    double before = 0;
    for (int at = 0; at < audio.length; at += 960_000) {
      for (int to = at; to < Math.min(audio.length, at + 960_000); to += 1600) {
        recognition.hear(Arrays.copyOfRange(audio, to, Math.min(audio.length, to + 1600)), 0);
      }
      double now = spoken.heardSeconds().stream().mapToDouble(Double::doubleValue).sum();
      perMinute.add(now - before);
      before = now;
    }
    recognition.finish();

    assertThat(spoken.heardSeconds()).allSatisfy(s -> assertThat(s).isLessThan(16));
    assertThat(perMinute.get(8)).isLessThan(perMinute.get(1) * 1.2);
    assertThat(heard.words().size()).isBetween(1485, 1515);
  }

  @Test
  void whoNeverSaysTheSameTwiceIsCutOffInBoundedWindows() throws Exception {
    var spoken = new SpokenNumbers(1, () -> {});
    feed(recognition(heard, spoken, 600), SpokenNumbers.floats(SpokenNumbers.say(1, 400, 0)), 1600);

    assertThat(spoken.heardSeconds()).allSatisfy(s -> assertThat(s).isLessThan(29));
    assertThat(heard.whole()).isEqualTo(heard.words());
  }

  @Test
  void minutesOfSilenceAreNeverLookedAt() throws Exception {
    var spoken = new SpokenNumbers(0, () -> {});
    feed(recognition(heard, spoken, 600), new float[(int) (180 * RATE)], 16_000);

    assertThat(spoken.heardSeconds()).isEmpty();
    assertThat(heard.events()).hasSize(1);
    assertThat(heard.whole()).isEmpty();
  }

  @Test
  void slowLooksAreMadeLessOften() throws Exception {
    var spoken = new SpokenNumbers(0, () -> nanos.addAndGet(1_600_000_000L));
    feed(recognition(heard, spoken, 600), SpokenNumbers.floats(SpokenNumbers.say(1, 50, 0)), 1600);

    assertThat(spoken.heardSeconds().size()).isLessThan(14);
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 50));
  }

  @Test
  void behindABacklogOnlyPausesAreLookedAt() throws Exception {
    var spoken = new SpokenNumbers(0, () -> {});
    LiveRecognition recognition = recognition(heard, spoken, 600);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(1, 20, 1)), 80_000);

    assertThat(spoken.heardSeconds()).hasSize(1);
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 20));
  }

  @Test
  void flushMakesFinalWhatWasSaidAndTheRestFollows() throws Exception {
    LiveRecognition recognition = recognition(0, 0);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(1, 4, 0.1)), 0);
    recognition.flush();
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 4));

    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(5, 8, 0.1)), 0);
    recognition.finish();
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 8));
  }

  @Test
  void anotherLanguageIsHeardFromThereOn() throws Exception {
    LiveRecognition recognition = recognition(0, 0);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(1, 4, 1)), 0);
    recognition.changeLanguage("fr");
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(5, 8, 1)), 0);
    recognition.finish();

    assertThat(heard.all(LiveEvent.Finished.class).getFirst().transcript().language())
        .isEqualTo("fr");
    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 8));
  }

  @Test
  void whatWasCutOffIsToldToTheModelUntilThePhraseEnds() throws Exception {
    List<String> prompts = new ArrayList<>();
    var spoken = new SpokenNumbers(0, () -> {});
    Transcriber listening =
        new Transcriber() {
          @Override
          public Transcript transcribe(
              PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
              throws InterruptedException {
            prompts.add(String.valueOf(options.prompt()));
            assertThat(options.live()).isTrue();
            return spoken.transcribe(audio, options, listener);
          }

          @Override
          public void close() {}
        };
    LiveRecognition recognition =
        recognition(heard, listening, 600, LiveSettings.DEFAULT.interval(), null);
    feed(recognition, join(SpokenNumbers.say(1, 40, 1), SpokenNumbers.say(41, 43, 1)), 1600);

    assertThat(prompts.getFirst()).isEqualTo("null");
    assertThat(prompts).anyMatch(prompt -> prompt.startsWith("w1 w2 "));
    assertThat(prompts).allMatch(prompt -> prompt.length() <= 200);
    assertThat(prompts.getLast()).as("in another phrase").isEqualTo("null");
  }

  @Test
  void whoSpeaksIsToldWordByWordAndEachSegmentIsOfOne() throws Exception {
    var spoken = new SpokenNumbers(0, () -> {});
    var speakers = new LiveSpeakers(SpokenNumbers.voices());
    LiveRecognition recognition =
        recognition(heard, spoken, 600, LiveSettings.DEFAULT.interval(), speakers);
    float[] talk =
        join(
            SpokenNumbers.say(2001, 2006, 0.5),
            SpokenNumbers.say(1, 9, 0.8),
            SpokenNumbers.say(2007, 2009, 0.5),
            SpokenNumbers.say(10, 12, 0));
    feed(recognition, talk, 1600);

    List<Word> words =
        heard.all(LiveEvent.Final.class).stream()
            .flatMap(event -> event.segment().words().stream())
            .toList();
    assertThat(words).hasSize(21);
    assertThat(words)
        .allSatisfy(
            word ->
                assertThat(word.speaker())
                    .as(word.text())
                    .isEqualTo(word.text().length() == 5 ? "Speaker 1" : "Speaker 2"));
    Transcript whole = heard.all(LiveEvent.Finished.class).getFirst().transcript();
    assertThat(whole.segments())
        .extracting(Segment::speaker)
        .containsExactly("Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2");
  }

  private static void assertInOrder(Heard log) {
    double last = 0;
    for (LiveEvent.Final event : log.all(LiveEvent.Final.class)) {
      assertThat(event.segment().start()).isGreaterThanOrEqualTo(last);
      last = event.segment().end();
    }
  }

  private static void feed(LiveRecognition recognition, float[] audio, int chunk)
      throws InterruptedException {
    for (int at = 0; at < audio.length; at += chunk) {
      recognition.hear(Arrays.copyOfRange(audio, at, Math.min(audio.length, at + chunk)), 0);
    }
    recognition.finish();
  }

  private static float[] join(short[]... parts) {
    var all = new short[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return SpokenNumbers.floats(all);
  }

  private LiveRecognition recognition(double mishearing, int costMillis) {
    return recognition(heard, mishearing, costMillis);
  }

  private LiveRecognition recognition(Heard log, double mishearing, int costMillis) {
    var spoken = new SpokenNumbers(mishearing, () -> nanos.addAndGet(costMillis * 1_000_000L));
    return recognition(log, spoken, 600);
  }

  private LiveRecognition recognition(Heard log, SpokenNumbers spoken, int endpointing) {
    return recognition(log, spoken, endpointing, LiveSettings.DEFAULT.interval(), null);
  }

  private LiveRecognition recognition(
      LiveListener log,
      Transcriber spoken,
      int endpointing,
      Duration interval,
      @Nullable LiveSpeakers speakers) {
    return Recognitions.of(
        log, spoken, Duration.ofMillis(endpointing), interval, speakers, nanos::get);
  }
}
