package ai.stt.app.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.speech.StereoCall;
import ai.stt.app.testing.FakeModels;
import ai.stt.plugin.Capability;
import ai.stt.plugin.diarization.DiarizationListener;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call with a line on each side, from the file to words with speakers. */
@Timeout(60)
class TwoLinesTest {
  private static final Path FILE = Path.of("call.wav");

  private final FakeModels models = new FakeModels().live("base", new Pairs(), "en");
  private final WorkQueue queue = new WorkQueue(1, 1, Duration.ofMillis(100));
  private final List<Double> progress = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  @Test
  void eachLineIsRecognisedByItselfSoThatWhatBothSayAtOnceIsHeardTwice() throws Exception {
    models.live(Capability.DIARIZATION, "who", new OneSpeaker());

    TranscriptionResult result = hear(StereoCall.of(20, 0.03f), DiarizationOptions.UNKNOWN);

    assertThat(result.transcript().segments())
        .extracting(Segment::start, Segment::text, Segment::speaker)
        .containsExactly(
            tuple(0.0, "pair 0", "Speaker 1"),
            tuple(2.0, "pair 1", "Speaker 2"),
            tuple(4.0, "pair 2", "Speaker 1"),
            tuple(6.0, "pair 3", "Speaker 2"),
            tuple(8.0, "pair 4", "Speaker 1"),
            tuple(10.0, "pair 5", "Speaker 2"),
            tuple(12.0, "pair 6", "Speaker 1"),
            tuple(13.0, "pair 6", "Speaker 2"),
            tuple(14.0, "pair 7", "Speaker 2"),
            tuple(16.0, "pair 8", "Speaker 1"),
            tuple(18.0, "pair 9", "Speaker 2"));
    assertThat(result.transcript().duration()).isEqualTo(20);
    assertThat(result.turns())
        .containsExactly(new SpeakerTurn(0, 20, 1), new SpeakerTurn(0, 20, 2));
    assertThat(progress).isSorted().contains(10.0).endsWith(20.0);
    assertThat(models.openLeases()).isZero();
  }

  @Test
  void aLineIsASpeakerWhereNobodyCanTellMore() throws Exception {
    models.live(Capability.DIARIZATION, "who", new OneSpeaker());
    models.fails("who", new SpeechException(ErrorCode.OVERLOADED, "there is no memory for it"));

    TranscriptionResult result = hear(StereoCall.of(20, 0.03f), DiarizationOptions.UNKNOWN);

    assertThat(result.transcript().segments())
        .extracting(Segment::speaker)
        .startsWith("Speaker 1", "Speaker 2", "Speaker 1")
        .hasSize(11);
    assertThat(result.turns()).hasSize(11).contains(new SpeakerTurn(12, 14, 2));
  }

  @Test
  void aRoomIsRecognisedOnce() throws Exception {
    models.live(Capability.DIARIZATION, "who", new OneSpeaker());

    TranscriptionResult result = hear(StereoCall.of(20, 0.5f), DiarizationOptions.UNKNOWN);

    assertThat(result.transcript().segments()).hasSize(10);
    assertThat(result.turns()).containsExactly(new SpeakerTurn(0, 20, 1));
  }

  @Test
  void whoAsksForNoSpeakersGetsTheSidesTogether() throws Exception {
    TranscriptionResult result = hear(StereoCall.of(20, 0.03f), null);

    assertThat(result.transcript().segments()).hasSize(10);
    assertThat(result.turns()).isNull();
  }

  private TranscriptionResult hear(StereoCall call, @Nullable DiarizationOptions speakers)
      throws Exception {
    var use =
        new TranscribeMedia(
            new ChooseModel(models, models),
            models,
            file -> call.again(),
            queue,
            new TranscriptionSettings("base", false, 1));
    var listener =
        new TranscriptionListener() {
          @Override
          public void onProgress(double heardSeconds) {
            progress.add(heardSeconds);
          }
        };
    return use.start(new TranscriptionCommand(FILE, "base", null, null, speakers), listener)
        .await(Duration.ofSeconds(20))
        .orElseThrow();
  }

  /** Hears "pair n" in the pairs of seconds in which there is sound. */
  private static final class Pairs implements Transcriber {
    @Override
    public Transcript transcribe(
        PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
        throws InterruptedException {
      List<Segment> segments = new ArrayList<>();
      double power = 0;
      double seconds = 0;
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        for (float sample : chunk.samples()) {
          power += sample * sample;
        }
        seconds = PcmChunk.seconds(chunk.endSample());
        if (seconds % 2 == 0) {
          if (power > 20) {
            segments.add(said("pair " + (int) (seconds / 2 - 1), seconds - 2));
          }
          power = 0;
        }
        listener.onProgress(seconds);
      }
      return new Transcript("en", 0.9, seconds, segments);
    }

    private static Segment said(String text, double start) {
      var words =
          List.of(
              new Word("pair", start, start + 1, 0.9, null),
              new Word(text.substring(5), start + 1, start + 2, 0.9, null));
      return new Segment(start, start + 2, text, 0.9, words, null);
    }

    @Override
    public void close() {}
  }

  /** Takes all that it hears for one speaker. */
  private static final class OneSpeaker implements Diarizer {
    @Override
    public List<SpeakerTurn> diarize(
        PcmSource audio, DiarizationOptions options, DiarizationListener listener)
        throws InterruptedException {
      PcmChunk last = Objects.requireNonNull(audio.read());
      for (PcmChunk next = last; next != null; next = audio.read()) {
        last = next;
      }
      return List.of(new SpeakerTurn(0, PcmChunk.seconds(last.endSample()), 1));
    }

    @Override
    public void close() {}
  }
}
