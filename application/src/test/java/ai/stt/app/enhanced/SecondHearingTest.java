package ai.stt.app.enhanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.plugin.transcription.TranscriptionListener;
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

/** A minute of which each sample is its second, heard in segments. */
final class SecondHearingTest {
  private static final int RATE = PcmChunk.SAMPLE_RATE_HZ;
  private static final int SECONDS = 60;

  private final List<PcmChunk> heardAgain = new ArrayList<>();
  private final List<Segment> told = new ArrayList<>();
  private List<Segment> better = List.of();
  private @Nullable Exception failure;

  @Test
  void doubtfulSegmentsThatAreLikelierInTheSecondHearingAreReplacedInTheirPlace() throws Exception {
    better = List.of(segment("better words", 0.5, 2, 0.8));

    Transcript transcript =
        hear(
            segment("sure", 1, 4, 0.9),
            segment("some thing", 10, 12, 0.5),
            segment("or other", 12.5, 14, 0.4),
            segment("sure", 20, 22, 0.9));

    assertThat(transcript.segments())
        .extracting(Segment::text)
        .containsExactly("sure", "better words", "sure");
    assertThat(transcript.segments().get(1).start()).isBetween(10.1, 10.3);
    assertThat(transcript.segments().get(1).words().getLast().end()).isBetween(11.6, 11.8);
    assertThat(heardAgain).hasSize(1);
    assertThat(heardAgain.getFirst().samples()[RATE / 2]).isEqualTo(10);
    assertThat(PcmChunk.seconds(heardAgain.getFirst().samples().length)).isBetween(4.4, 4.7);
    assertThat(told).isEqualTo(transcript.segments());
  }

  @Test
  void whatIsNoLikelierOrLostItsWordsIsNotTaken() throws Exception {
    better = List.of(segment("other words", 0, 1, 0.4));
    assertThat(hear(segment("some thing", 10, 12, 0.5)).text()).isEqualTo("some thing");

    better = List.of(segment("thing", 0, 1, 0.9));
    assertThat(hear(segment("some thing or other", 10, 12, 0.5)).text())
        .isEqualTo("some thing or other");

    better = List.of();
    assertThat(hear(segment("some thing", 10, 12, 0.5)).text()).isEqualTo("some thing");
    assertThat(heardAgain).hasSize(3);
  }

  @Test
  void clearSpeechIsHeardOnce() throws Exception {
    better = List.of(segment("better words", 0, 1, 1));

    Transcript transcript = hear(segment("sure", 1, 4, 0.9), segment("sure", 5, 60, 0.75));

    assertThat(transcript.text()).isEqualTo("sure sure");
    assertThat(heardAgain).isEmpty();
  }

  @Test
  void whatIsHeardAgainIsNeverLongerThanAWindowNorOverlapsItsNeighbours() throws Exception {
    better = List.of(segment("better words", 0, 40, 0.8));

    Transcript transcript =
        hear(
            segment("sure", 0, 9.9, 0.9),
            segment("one", 10, 25, 0.5),
            segment("two", 25, 40, 0.5),
            segment("sure", 40.1, 42, 0.9));

    assertThat(heardAgain).hasSize(2);
    assertThat(transcript.segments()).hasSize(4); // the transcript itself checks their order
    assertThat(transcript.segments().get(1).end()).isEqualTo(25);
    assertThat(transcript.segments().get(2).end()).isEqualTo(40.1);
  }

  @Test
  void aPieceThatBeginsWhereTheOneBeforeEndedBeginsNoEarlier() throws Exception {
    better = List.of(segment("better words", 0, 8, 0.8)); // 5.024 + 8 is more than 13.024

    Transcript transcript =
        hear(segment("some thing", 5.3, 13, 0.5), segment("or other", 13.1, 34, 0.5));

    assertThat(transcript.segments())
        .extracting(Segment::start)
        .containsExactly(5.024, 13.024); // rounded to milliseconds
  }

  @Test
  void aSecondHearingThatFailsLeavesTheFirst() throws Exception {
    failure = new SpeechException(ErrorCode.OVERLOADED, "there is no memory");
    assertThat(hear(segment("some", 10, 12, 0.5), segment("thing", 20, 22, 0.5)).text())
        .isEqualTo("some thing");
    assertThat(heardAgain).as("it is not tried twice").hasSize(1);

    failure = new IllegalStateException("a plugin's own");
    assertThat(hear(segment("some thing", 10, 12, 0.5)).text()).isEqualTo("some thing");

    failure = new InterruptedException();
    assertThat(hear(segment("some thing", 10, 12, 0.5)).text()).isEqualTo("some thing");
    assertThat(Thread.interrupted()).isTrue();

    failure = new SpeechException(ErrorCode.CANCELED, "canceled");
    assertThatThrownBy(() -> hear(segment("some thing", 10, 12, 0.5))).isSameAs(failure);
  }

  @Test
  void soundThatNobodyMarkedOrThatIsForgottenIsNotHeardAgain() throws Exception {
    better = List.of(segment("better words", 0, 1, 1));
    var unmarked = new RememberedAudio(new Minute(false));
    assertThat(hear(unmarked, segment("some thing", 10, 12, 0.5)).text()).isEqualTo("some thing");

    var forgotten = new RememberedAudio(new Minute(true));
    readAll(forgotten);
    forgotten.forgetBefore(20L * RATE);
    assertThat(hear(forgotten, segment("some thing", 10, 12, 0.5)).text()).isEqualTo("some thing");
    assertThat(heardAgain).isEmpty();
  }

  private Transcript hear(Segment... segments) throws Exception {
    return hear(new RememberedAudio(new Minute(true)), segments);
  }

  private Transcript hear(RememberedAudio audio, Segment... segments) throws Exception {
    told.clear();
    readAll(audio);
    var second =
        new SecondHearing(
            audio,
            piece -> {
              heardAgain.add(piece);
              if (failure instanceof InterruptedException interrupted) {
                throw interrupted;
              }
              if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
              }
              return better;
            },
            new TranscriptionListener() {
              @Override
              public void onSegment(Segment segment) {
                told.add(segment);
              }
            });
    for (Segment segment : segments) {
      second.onSegment(segment);
    }
    return second.finish(new Transcript("en", 1, SECONDS, List.of(segments)));
  }

  private static void readAll(PcmSource audio) throws InterruptedException {
    while (audio.read() != null) {
      // The transcriber is ahead of what it writes.
    }
  }

  private static Segment segment(String text, double start, double end, double confidence) {
    List<Word> words = new ArrayList<>();
    String[] parts = text.split(" ");
    double each = (end - start) / parts.length;
    for (int i = 0; i < parts.length; i++) {
      double to = i == parts.length - 1 ? end : start + (i + 1) * each;
      words.add(new Word(parts[i], start + i * each, to, confidence, null));
    }
    return new Segment(start, end, text, confidence, words, null);
  }

  private static final class Minute implements PcmSource {
    private static final int CHUNK = 20 * PcmChunk.FRAME_SAMPLES;
    private final boolean marked;
    private int at;

    Minute(boolean marked) {
      this.marked = marked;
    }

    @Override
    public @Nullable PcmChunk read() {
      int count = Math.min(CHUNK, SECONDS * RATE - at);
      if (count == 0) {
        return null;
      }
      float[] samples = new float[count];
      for (int i = 0; i < count; i++) {
        int second = (at + i) / RATE;
        samples[i] = second;
      }
      float[] speech = new float[marked ? Math.ceilDiv(count, PcmChunk.FRAME_SAMPLES) : 0];
      var chunk = new PcmChunk(at, samples, speech);
      at += count;
      return chunk;
    }

    @Override
    public void close() {}
  }
}
