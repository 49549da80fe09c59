package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.engine.WhisperRequest;
import ai.stt.plugin.transcription.ArrayPcmSource;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With an engine that hears one window after the other, and one that hears several at once. */
final class SpokenLanguagesTest {
  /** So long a silence ends a window. */
  private static final float[] PAUSE = new float[6 * FakeWhisper.SECOND];

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void eachWindowIsHeardInTheLanguageThatIsSpokenInIt(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de");

    Transcript transcript =
        transcribe(engine, sound(english(12), PAUSE, german(10), PAUSE, english(15)));

    assertThat(words(transcript)).containsExactly("one", "eins", "one");
    assertThat(transcript.language()).isEqualTo("en");
    assertThat(transcript.languageProbability()).isCloseTo(0.9, within(0.01));
    assertThat(engine.listenedToInVain()).as("windows listened to twice").isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theLanguageOfTheRecordingIsTheOneInWhichMostWasSaid(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de");

    Transcript transcript = transcribe(engine, sound(english(10), PAUSE, german(14), PAUSE));

    assertThat(transcript.language()).isEqualTo("de");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aGreetingDoesNotDecideTheLanguageOfWhatFollows(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de").mistakenUnder(5);

    Transcript transcript = transcribe(engine, sound(german(1), PAUSE, german(25)));

    assertThat(engine.requests()).extracting(WhisperRequest::language).containsOnly("de");
    assertThat(transcript.language()).isEqualTo("de");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFewWordsChangeNoLanguage(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de").mistakenUnder(5);

    Transcript transcript =
        transcribe(engine, sound(english(12), PAUSE, english(2), PAUSE, english(12)));

    assertThat(words(transcript)).containsExactly("one");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aWindowOfWhichTheModelIsNotSureIsHeardInTheLanguageBefore(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de");

    Transcript transcript = transcribe(engine, sound(english(12), PAUSE, german(8), english(5)));

    assertThat(words(transcript)).containsExactly("one");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aGuessThatWasUnsureIsMendedByASurerOne(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de");

    Transcript transcript =
        transcribe(engine, sound(english(6), german(5), PAUSE, english(4), german(8)));

    assertThat(words(transcript)).containsExactly("one", "eins");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aWordAloneHasALanguage(int atOnce) throws Exception {
    Transcript transcript = transcribe(new FakeWhisper(atOnce, 0, "en", "de"), sound(german(1)));

    assertThat(transcript.language()).isEqualTo("de");
    assertThat(transcript.languageProbability()).isCloseTo(0.9, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theLanguageIsThatOfTheSpeechAndNotOfTheNoiseBeforeIt(int atOnce) throws Exception {
    var engine = new FakeWhisper(atOnce, 0, "en", "de");
    float[] audio = joined(german(40), english(10));

    Transcript transcript = transcribe(engine, new MarkedAudio(audio, 40, 50));

    assertThat(transcript.language()).isEqualTo("en");
    assertThat(transcript.languageProbability()).isCloseTo(0.9, within(0.01));
  }

  @Test
  void whereToAskCostsAsMuchAsToHearOnlyDoubtfulWindowsAreAskedAbout() throws Exception {
    var engine = new FakeWhisper(1, 0, "en", "de");

    transcribe(engine, sound(english(12), PAUSE, english(12), PAUSE, english(12)));
    assertThat(engine.timesListened()).isEqualTo(1);
    transcribe(engine, sound(english(12), PAUSE, german(12), PAUSE, german(12)));
    assertThat(engine.timesListened()).isEqualTo(1 + 2);
  }

  @Test
  void aNamedLanguageIsNotAskedFor() throws Exception {
    var engine = new FakeWhisper(4, 0, "en", "de");
    new WhisperTranscriber("fake", engine)
        .transcribe(
            sound(english(12), PAUSE, german(12)),
            new TranscriptionOptions("en", null, 1),
            TranscriptionListener.NONE);

    assertThat(engine.timesListened()).isZero();
    assertThat(engine.requests()).extracting(WhisperRequest::language).containsOnly("en");
  }

  /** What was heard, without repetitions. */
  private static List<String> words(Transcript transcript) {
    List<String> words = new ArrayList<>();
    for (Segment segment : transcript.segments()) {
      if (words.isEmpty() || !words.getLast().equals(segment.text())) {
        words.add(segment.text());
      }
    }
    return words;
  }

  private static Transcript transcribe(FakeWhisper engine, PcmSource audio) throws Exception {
    return new WhisperTranscriber("fake", engine)
        .transcribe(audio, new TranscriptionOptions(null, null, 1), TranscriptionListener.NONE);
  }

  private static PcmSource sound(float[]... parts) {
    return new ArrayPcmSource(joined(parts));
  }

  private static float[] english(int seconds) {
    return noise(seconds, -0.05f);
  }

  private static float[] german(int seconds) {
    return noise(seconds, 0.05f);
  }

  private static float[] noise(int seconds, float mean) {
    var random = new Random(seconds);
    float[] noise = new float[seconds * FakeWhisper.SECOND];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = mean + random.nextFloat() * 0.1f - 0.05f;
    }
    return noise;
  }

  private static float[] joined(float[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    float[] joined = new float[length];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
