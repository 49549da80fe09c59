package ai.stt.speech.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  @Test
  void theTextIsTheSegmentsJoinedByOneSpace() {
    var transcript =
        new Transcript("en", 1, 9, List.of(segment(0, 1, "Hello."), segment(1, 2, "World.")));

    assertThat(transcript.text()).isEqualTo("Hello. World.");
    assertThat(new Transcript("en", 1, 9, List.of()).text()).isEmpty();
  }

  @Test
  void segmentsThatOverlapOrLeaveTheRecordingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Transcript("en", 1, 9, List.of(segment(0, 2, "a"), segment(1, 3, "b"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transcript("en", 1, 9, List.of(segment(8, 9.01, "a"))));
  }

  @Test
  void wordsOutsideOfTheirSegmentOrOutOfOrderAreRefused() {
    var early = new Word("a", 0.5, 0.9, 1, null);
    var late = new Word("b", 0.8, 1.5, 1, null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Segment(0.6, 2, "a", 1, List.of(early), null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Segment(0, 2, "a b", 1, List.of(early, late), null));
  }

  @Test
  void timesThatAreNoTimesAreRefused() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Word("a", bad, bad, 1, null));
      assertThatIllegalArgumentException().isThrownBy(() -> new Word("a", 0, 1, bad, null));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Word("a", 2, 1, 1, null));
  }

  private static Segment segment(double start, double end, String text) {
    return new Segment(start, end, text, 1, List.of(), null);
  }
}
