package ai.stt.model.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.transcription.ArrayPcmSource;
import ai.stt.speech.audio.PcmChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedWindowsTest {
  private static final int SECOND = PcmChunk.SAMPLE_RATE_HZ;
  private static final int WINDOW = 30 * SECOND;

  @ParameterizedTest
  @ValueSource(ints = {1, SECOND, 7 * SECOND + 1, WINDOW - 1, WINDOW})
  void whatFitsIntoAWindowIsOne(int samples) throws Exception {
    assertThat(lengths(samples, SECOND)).containsExactly(samples);
    assertThat(lengths(samples, 1700)).containsExactly(samples);
  }

  @ParameterizedTest
  @ValueSource(ints = {WINDOW + 1, WINDOW + SECOND, 3 * WINDOW})
  void whatDoesNotIsCutWithoutLoss(int samples) throws Exception {
    List<Integer> lengths = lengths(samples, SECOND);

    assertThat(lengths).hasSizeGreaterThan(1).allMatch(length -> length <= WINDOW);
    assertThat(lengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(samples);
  }

  private static List<Integer> lengths(int samples, int chunk) throws Exception {
    float[] loud = new float[samples];
    Arrays.fill(loud, 0.5f);
    var windows = new PackedWindows(new ArrayPcmSource(loud, chunk), WINDOW, () -> {});
    List<Integer> lengths = new ArrayList<>();
    for (var window = windows.next(); window != null; window = windows.next()) {
      lengths.add(window.samples().length);
    }
    assertThat(windows.position()).isEqualTo(samples);
    return lengths;
  }
}
