package ai.stt.plugin.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every transcriber does when somebody reads along: the host hands it the sound of a phrase
 * that grows, in one chunk with marks of speech, again and again. All that goes in and comes out is
 * plain data. A plugin's test extends it and says what to test it on.
 */
@Timeout(120)
public abstract class LiveTranscriberContract extends LoadedTranscriber {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;
  private static final int STEP_FRAMES = PcmChunk.SAMPLE_RATE_HZ / 2 / FRAME;

  @Test
  void aPhraseThatGrowsIsHeardAtEveryLength() throws Exception {
    int frames = speech().length / FRAME;
    int most = 0;
    for (int length = STEP_FRAMES; length <= frames; length += STEP_FRAMES) {
      Transcript heard = look(length, null, TranscriptionListener.NONE);
      double end = PcmChunk.seconds((long) length * FRAME);
      assertThat(heard.duration()).isEqualTo(end);
      double last = 0;
      for (Segment segment : heard.segments()) {
        for (Word word : segment.words()) {
          assertThat(word.start()).isGreaterThanOrEqualTo(last);
          assertThat(word.end()).isBetween(word.start(), end);
          last = word.start();
        }
      }
      most = Math.max(most, words(heard));
    }
    assertThat(words(look(frames, null, TranscriptionListener.NONE))).isPositive();
    assertThat(most).isPositive();
  }

  @Test
  void theSameSoundIsHeardAlikeHoweverOftenAndWhoeverElseIsListening() throws Exception {
    int frames = speech().length / FRAME;
    Transcript whole = look(frames, null, TranscriptionListener.NONE);
    Transcript half = look(frames / 2, null, TranscriptionListener.NONE);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Transcript>> looks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int length = i % 2 == 0 ? frames : frames / 2;
        looks.add(() -> look(length, null, TranscriptionListener.NONE));
      }
      looks.add(() -> recording());
      List<Future<Transcript>> heard = threads.invokeAll(looks);
      for (int i = 0; i < 8; i++) {
        assertThat(heard.get(i).get()).isEqualTo(i % 2 == 0 ? whole : half);
      }
      assertThat(heard.getLast().get().text()).isNotBlank();
    }
  }

  @Test
  void nothingOrAlmostNothingIsNoPhrase() throws Exception {
    assertThat(look(0, null, TranscriptionListener.NONE).segments()).isEmpty();
    assertThat(look(1, null, TranscriptionListener.NONE).duration())
        .isEqualTo(PcmChunk.seconds(FRAME));
  }

  @Test
  void textThatCameBeforeIsTaken() throws Exception {
    int frames = speech().length / FRAME;
    Transcript heard = look(frames, "what was said before".repeat(9), TranscriptionListener.NONE);
    assertThat(heard.text()).isNotBlank();
  }

  @Test
  void whoNoLongerReadsEndsOnlyHisOwnLook() throws Exception {
    var gone = new AtomicBoolean(true);
    var listener =
        new TranscriptionListener() {
          @Override
          public boolean isCanceled() {
            return gone.get();
          }
        };
    int frames = speech().length / FRAME;
    assertThatThrownBy(() -> look(frames, null, listener))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    gone.set(false);
    assertThat(look(frames, null, listener).text()).isNotBlank();
  }

  @Test
  void aListenerThatThrowsEndsOnlyItsOwnLook() throws Exception {
    var failure = new IllegalStateException("the listener is broken");
    var listener = new BrokenListener(failure);
    int frames = speech().length / FRAME;
    assertThatThrownBy(() -> look(frames, null, listener)).isSameAs(failure);
    assertThat(look(frames, null, TranscriptionListener.NONE).text()).isNotBlank();
  }

  private Transcript look(int frames, @Nullable String prompt, TranscriptionListener listener)
      throws InterruptedException {
    float[] speech = new float[frames];
    Arrays.fill(speech, 1);
    @Nullable PcmChunk chunk =
        frames == 0 ? null : new PcmChunk(0, Arrays.copyOf(speech(), frames * FRAME), speech);
    var options = new TranscriptionOptions(language(), prompt, 1, true);
    return transcriber.transcribe(new OneChunk(chunk), options, listener);
  }

  private Transcript recording() throws InterruptedException {
    var options = new TranscriptionOptions(language(), null, 1);
    return transcriber.transcribe(
        new ArrayPcmSource(speech()), options, TranscriptionListener.NONE);
  }

  private static int words(Transcript heard) {
    return heard.segments().stream().mapToInt(segment -> segment.words().size()).sum();
  }

  private static final class OneChunk implements PcmSource {
    private @Nullable PcmChunk next;

    OneChunk(@Nullable PcmChunk chunk) {
      next = chunk;
    }

    @Override
    public @Nullable PcmChunk read() {
      PcmChunk chunk = next;
      next = null;
      return chunk;
    }

    @Override
    public void close() {}
  }
}
