package ai.stt.inference.catalog.convert;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.catalog.testing.Archives;
import ai.stt.inference.engine.whisper.Logits;
import ai.stt.inference.engine.whisper.Reference;
import ai.stt.inference.engine.whisper.audio.LogMel;
import ai.stt.inference.engine.whispercpp.RealWhisper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** No weights of such a model can be had here, so the filters are ours. */
  @Test
  void theSpectrogramOf128BinsIsTheOriginals(@TempDir Path folder) throws Exception {
    float[] mel = new LogMel(MelFilters.weights(128)).of(RealWhisper.jfk(folder), 3_000);

    assertThat(Logits.difference(Reference.sample(mel, 311), Reference.floats("mel128")))
        .isLessThan(1e-5f * 1.5f);
  }

  private static String sha256(int mels) {
    var bytes = ByteBuffer.allocate(4 * mels * MelFilters.BINS).order(ByteOrder.LITTLE_ENDIAN);
    for (float weight : MelFilters.weights(mels)) {
      bytes.putFloat(weight + 0f); // -0 becomes 0: numpy's maximum gives either.
    }
    return Archives.sha256(bytes.array());
  }
}
