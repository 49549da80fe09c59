package ai.stt.inference.catalog.convert;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.catalog.testing.Archives;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/**
 * Against the checksums of librosa's filters as float32, little-endian, without the sign of zero.
 */
final class MelFiltersTest {
  @Test
  void eightyBinsAreThoseInTheOfficialFiles() {
    assertThat(sha256(80))
        .isEqualTo("85818f156f7e189453901a515e4726d270d307f976e161cf9403e8caab405498");
  }

  @Test
  void theLargeModelsHave128Bins() {
    assertThat(sha256(128))
        .isEqualTo("e399c2d72d2f7375e503c296d8453cefcc0c1e47a9c1a0a09e0d70f59c820f20");
  }

  private static String sha256(int mels) {
    var bytes = ByteBuffer.allocate(4 * mels * MelFilters.BINS).order(ByteOrder.LITTLE_ENDIAN);
    for (float weight : MelFilters.weights(mels)) {
      bytes.putFloat(weight + 0f); // -0 becomes 0: numpy's maximum gives either.
    }
    return Archives.sha256(bytes.array());
  }
}
