package ai.stt.app.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.EnginesLost;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.testing.FakeAudio;
import ai.stt.app.testing.FakeModels;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recordings whose engines end while they are heard. */
class TranscribeAgainTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeModels models = new FakeModels();
  private final WorkQueue queue = new WorkQueue(1, 1, Duration.ofMillis(100));
  private final List<FakeAudio> opened = new ArrayList<>();
  private final List<Object> told = new ArrayList<>();

  private final TranscriptionListener listener =
      new TranscriptionListener() {
        @Override
        public void onProgress(double heardSeconds) {
          told.add(heardSeconds);
        }

        @Override
        public void onSegment(Segment segment) {
          told.add(segment.text());
        }
      };

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  /** Says two words; its engines end after the first of them, so many times. */
  private static final class Dying implements Transcriber {
    private int deaths;

    Dying(int deaths) {
      this.deaths = deaths;
    }

    @Override
    public Transcript transcribe(
        PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
        throws InterruptedException {
      var one = new Segment(0, 1, "one", 1, List.of(), null);
      var two = new Segment(1, 2, "two", 1, List.of(), null);
      assertThat(audio.read()).as("the recording from its start").isNotNull();
      listener.onProgress(0.5);
      listener.onSegment(one);
      listener.onProgress(1);
      if (deaths-- > 0) {
        throw EnginesLost.told(new IllegalStateException("gone"));
      }
      listener.onSegment(two);
      return new Transcript("en", 1, 2, List.of(one, two));
    }

    @Override
    public void close() {}
  }

  private PendingTranscription start(int deaths) {
    models.live("base", new Dying(deaths), "en");
    return new TranscribeMedia(
            new ChooseModel(models, models),
            models,
            file -> {
              var audio = new FakeAudio(2);
              opened.add(audio);
              return audio;
            },
            queue,
            new TranscriptionSettings("base", false, 1))
        .start(new TranscriptionCommand(Path.of("speech.flac"), "base", null, null), listener);
  }

  @Test
  void aRecordingIsHeardAnewAndNothingIsToldTwice() throws Exception {
    var result = start(2).await(LONG).orElseThrow();

    assertThat(result.transcript().text()).isEqualTo("one two");
    assertThat(told).containsExactly(0.5, "one", 1.0, 1.0, 1.0, 1.0, 1.0, "two");
    assertThat(opened).hasSize(3).allMatch(audio -> audio.closed() == 1);
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aRecordingThatEndsItsEnginesEachTimeIsGivenUp() {
    var pending = start(EnginesLost.MOST_TRIES);

    assertThatThrownBy(() -> pending.await(LONG))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED))
        .hasMessageContaining("send it again");
    assertThat(opened).hasSize(EnginesLost.MOST_TRIES);
  }
}
