package ai.stt.plugin.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transcriber does. A plugin's test extends it and says what to test it on. */
@Timeout(120)
public abstract class TranscriberContract extends LoadedTranscriber {
  private static final TranscriptionOptions DEFAULT = new TranscriptionOptions(null, null, 1);
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** Speech that takes the model some seconds. */
  protected float[] longSpeech() {
    float[] once = speech();
    float[] all = new float[once.length * 12];
    for (int i = 0; i < all.length; i++) {
      all[i] = once[i % once.length];
    }
    return all;
  }

  @Test
  void speechBecomesWordsInsideOfSegments() throws Exception {
    Transcript transcript = transcribe(speech(), DEFAULT);
    assertThat(transcript.duration()).isEqualTo(PcmChunk.seconds(speech().length));
    assertThat(transcript.text()).isNotBlank();
    for (Segment segment : transcript.segments()) {
      assertThat(segment.words()).isNotEmpty();
      assertThat(segment.confidence()).isPositive();
      assertThat(segment.speaker()).isNull();
      assertThat(segment.words())
          .extracting(Word::text)
          .allMatch(word -> word.equals(word.strip()));
    }
    assertThat(transcript.segments().getLast().end())
        .isGreaterThan(transcript.segments().getFirst().start());
  }

  @Test
  void theLanguageIsDetected() throws Exception {
    Transcript transcript = transcribe(speech(), DEFAULT);
    assertThat(transcript.language()).isEqualTo(language());
    assertThat(transcript.languageProbability()).isGreaterThan(0.5);
  }

  @Test
  void aNamedLanguageIsCertain() throws Exception {
    Transcript transcript = transcribe(speech(), new TranscriptionOptions(language(), null, 1));

    assertThat(transcript.language()).isEqualTo(language());
    assertThat(transcript.languageProbability()).isEqualTo(1);
    assertThat(transcript.text()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "klingon", "", "e\nn", "\uD83D\uDE00"})
  void aLanguageThatTheModelDoesNotKnowIsTheCallersMistake(String unknown) {
    assertThatThrownBy(() -> transcribe(speech(), new TranscriptionOptions(unknown, null, 1)))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.getMessage()).contains(language()).doesNotContain("\n");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_600, 16_000, 80_000, 1_000_000})
  void silenceHasNoWords(int samples) throws Exception {
    float[] faint = new float[samples];
    var random = new Random(1);
    for (int i = 0; i < samples; i++) {
      faint[i] = (float) (random.nextGaussian() * 0.0001);
    }
    for (float[] silence : List.of(new float[samples], faint)) {
      Transcript transcript = transcribe(silence, DEFAULT);

      assertThat(transcript.segments()).isEmpty();
      assertThat(transcript.text()).isEmpty();
      assertThat(transcript.duration()).isEqualTo(PcmChunk.seconds(samples));
    }
  }

  @Test
  void noAudioIsAnEmptyTranscript() throws Exception {
    Transcript transcript = transcribe(new float[0], DEFAULT);

    assertThat(transcript.segments()).isEmpty();
    assertThat(transcript.duration()).isZero();
  }

  @Test
  void progressNeverGoesBackAndEndsAtTheEnd() throws Exception {
    List<Double> heard = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    Thread caller = Thread.currentThread();
    List<Thread> threads = new ArrayList<>();
    var listener =
        new TranscriptionListener() {
          @Override
          public void onProgress(double heardSeconds) {
            heard.add(heardSeconds);
            threads.add(Thread.currentThread());
          }

          @Override
          public void onSegment(Segment segment) {
            segments.add(segment);
            threads.add(Thread.currentThread());
          }
        };

    Transcript transcript = transcriber.transcribe(new ArrayPcmSource(speech()), DEFAULT, listener);

    assertThat(heard).isSorted().endsWith(transcript.duration());
    assertThat(segments).isEqualTo(transcript.segments());
    assertThat(threads).containsOnly(caller);
  }

  @ParameterizedTest
  @ValueSource(ints = {160, 7_919, 400_000})
  void theSizeOfTheChunksChangesNothing(int chunkSamples) throws Exception {
    Transcript expected = transcribe(speech(), DEFAULT);

    Transcript transcript =
        transcriber.transcribe(
            new ArrayPcmSource(speech(), chunkSamples), DEFAULT, TranscriptionListener.NONE);

    assertThat(transcript).isEqualTo(expected);
  }

  @Test
  void severalRecordingsAtOnceDoNotDisturbEachOther() throws Exception {
    float[] speech = speech();
    float[] half = Arrays.copyOf(speech, speech.length / 2);
    Transcript whole = transcribe(speech, DEFAULT);
    Transcript part = transcribe(half, DEFAULT);
    try (var threads = Executors.newFixedThreadPool(3)) {
      List<Callable<Transcript>> jobs =
          List.of(
              () -> transcribe(speech, DEFAULT),
              () -> transcribe(half, DEFAULT),
              () -> transcribe(speech, DEFAULT));
      List<Transcript> results = new ArrayList<>();
      for (Future<Transcript> job : threads.invokeAll(jobs)) {
        results.add(job.get());
      }
      assertThat(results).containsExactly(whole, part, whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kennedy, Americans", " ", "\0\n\uD83D", "字幕", "looooooong"})
  void anyPromptIsTaken(String prompt) throws Exception {
    String much = prompt.length() == 10 ? prompt.repeat(3000) : prompt;

    Transcript transcript = transcribe(speech(), new TranscriptionOptions(language(), much, 1));

    assertThat(transcript.text()).isNotBlank();
  }

  @Test
  void theWidestBeamWorks() throws Exception {
    var options = new TranscriptionOptions(language(), null, TranscriptionOptions.MAX_BEAM_SIZE);

    assertThat(transcribe(speech(), options).text()).isNotBlank();
  }

  @Test
  void workThatIsCalledOffEndsWithinASecond() {
    var calledOff = new AtomicLong();
    long begin = System.nanoTime();
    var listener =
        new TranscriptionListener() {
          @Override
          public boolean isCanceled() {
            boolean now = System.nanoTime() - begin > SECOND_NANOS / 2;
            if (now) {
              calledOff.compareAndSet(0, System.nanoTime());
            }
            return now;
          }
        };

    SpeechException e =
        catchThrowableOfType(
            SpeechException.class,
            () ->
                transcriber.transcribe(
                    new ArrayPcmSource(longSpeech()),
                    new TranscriptionOptions(language(), null, 5),
                    listener));

    assertThat(e).as("the work was to take longer than half a second").isNotNull();
    assertThat(e.code()).isEqualTo(ErrorCode.CANCELED);
    assertThat(System.nanoTime() - calledOff.get()).isLessThan(SECOND_NANOS);
  }

  @Test
  void anInterruptedThreadEndsItsWork() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> transcribe(longSpeech(), DEFAULT))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aSourceThatFailsIsReportedAsItIs() {
    var failure = new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "the file is damaged");
    var source =
        new PcmSource() {
          @Override
          public PcmChunk read() {
            throw failure;
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> transcriber.transcribe(source, DEFAULT, TranscriptionListener.NONE))
        .isSameAs(failure);
  }

  @Test
  void aListenerThatFailsEndsTheWork() throws Exception {
    var failure = new IllegalStateException("the listener is broken");
    var listener = new BrokenListener(failure);

    assertThatThrownBy(
            () -> transcriber.transcribe(new ArrayPcmSource(speech()), DEFAULT, listener))
        .isSameAs(failure);
    assertThat(transcribe(speech(), DEFAULT).text()).isNotBlank();
  }

  @Test
  void theAudioIsLeftToWhoeverOpenedIt() throws Exception {
    var source = new ArrayPcmSource(speech());

    transcriber.transcribe(source, DEFAULT, TranscriptionListener.NONE);

    assertThat(source.isClosed()).isFalse();
  }

  private Transcript transcribe(float[] samples, TranscriptionOptions options)
      throws InterruptedException {
    return transcriber.transcribe(new ArrayPcmSource(samples), options, TranscriptionListener.NONE);
  }
}
