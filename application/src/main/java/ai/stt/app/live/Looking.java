package ai.stt.app.live;

import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Transcript;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream's use of the model: what language it is told, and how often it can be asked. One thread,
 * but for whoever cancels.
 */
final class Looking {
  /** A guess of less is made again at the next look. */
  private static final double SURE = 0.6;

  /** Of its time a stream spends at most four fifths on looking. */
  private static final double REST = 1.25;

  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final double NEW_SHARE = 0.3;

  private final Transcriber transcriber;
  private final LiveCapacity.Place place;
  private final Consumer<Duration> told;
  private final Duration shortest;
  private final TranscriptionListener listener;
  private @Nullable String language;
  private String heardLanguage = "und";
  private double languageProbability;
  private double meanSeconds;

  /**
   * A stream's looks.
   *
   * @param place is told how long they take
   * @param told how late each was: what had waited meanwhile, and how long it took
   * @param language code, or null to find it out
   */
  Looking(
      Transcriber transcriber,
      LiveCapacity.Place place,
      Consumer<Duration> told,
      Duration shortest,
      @Nullable String language,
      BooleanSupplier canceled) {
    this.transcriber = transcriber;
    this.place = place;
    this.told = told;
    this.shortest = shortest;
    this.listener =
        new TranscriptionListener() {
          @Override
          public boolean isCanceled() {
            return canceled.getAsBoolean();
          }
        };
    changeLanguage(language);
  }

  /**
   * What is said in a window.
   *
   * @param behind samples that had come behind it before
   */
  Transcript at(PcmSource window, @Nullable String prompt, long behind)
      throws InterruptedException {
    var options = new TranscriptionOptions(language, prompt, 1, true);
    long began = place.begin();
    Transcript heard;
    try {
      heard = transcriber.transcribe(window, options, listener);
    } finally {
      double took = place.end(began);
      meanSeconds = meanSeconds == 0 ? took : meanSeconds + NEW_SHARE * (took - meanSeconds);
      told.accept(Duration.ofMillis(Math.round((PcmChunk.seconds(behind) + took) * 1000)));
    }
    if (!heard.segments().isEmpty() && language == null) {
      heardLanguage = heard.language();
      languageProbability = heard.languageProbability();
      if (languageProbability >= SURE) {
        language = heardLanguage;
      }
    }
    return heard;
  }

  /** How often it is worth to look. */
  Duration interval() {
    var affordable = Duration.ofMillis((long) (meanSeconds * REST * 1000));
    Duration longer = affordable.compareTo(shortest) > 0 ? affordable : shortest;
    return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }

  /** Code of the language that is spoken, {@code und} before the first word. */
  String language() {
    return heardLanguage;
  }

  /** 0..1; 1 when it was told. */
  double languageProbability() {
    return languageProbability;
  }

  void changeLanguage(@Nullable String code) {
    language = code;
    if (code != null) {
      heardLanguage = code;
      languageProbability = 1;
    }
  }
}
