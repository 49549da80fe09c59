package ai.stt.model.deepfilternet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.Capability;
import ai.stt.plugin.OfferedWhenInstalled;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.enhancement.EnhancerContract;
import ai.stt.plugin.signal.LappedTransform;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DeepFilterNetTest extends EnhancerContract {
  @Override
  protected Enhancer load() throws Exception {
    return RealDeepFilterNet.load();
  }

  /** What is left of speech when the noise is gone serves as clean speech. */
  @Override
  protected float[] speech() throws Exception {
    return RealDeepFilterNet.vectors().enhanced();
  }

  @Test
  void theResultIsThatOfThePythonPackage() throws Exception {
    var vectors = RealDeepFilterNet.vectors();
    float[] heard = new float[vectors.noisy().length];
    try (Enhancer model = load();
        var stream = model.open(EnhancementOptions.DEFAULT)) {
      float[] first = stream.feed(vectors.noisy());
      float[] rest = stream.finish();
      System.arraycopy(first, 0, heard, 0, first.length);
      System.arraycopy(rest, 0, heard, first.length, rest.length);
    }
    assertThat(heard).containsExactly(vectors.enhanced(), within(1e-4f));
  }

  @Test
  void theFeaturesAreThoseOfThePythonPackage() throws Exception {
    var vectors = RealDeepFilterNet.vectors();
    int hop = DeepFilterNet.HOP;
    var transform = new LappedTransform(DeepFilterStream.window());
    var features = new Features();
    float[] re = new float[hop + 1];
    float[] im = new float[hop + 1];
    float[] bands = new float[ErbBands.COUNT];
    for (int frame = 0; frame < vectors.bands().length / ErbBands.COUNT; frame++) {
      transform.analyse(vectors.noisy(), frame * hop, re, im, 0);
      for (int k = 0; k <= hop; k++) {
        re[k] /= 2 * hop;
        im[k] /= 2 * hop;
      }
      features.next(re, im, 0, bands, new float[Features.BINS], new float[Features.BINS]);
      float[] wanted =
          Arrays.copyOfRange(vectors.bands(), frame * ErbBands.COUNT, (frame + 1) * ErbBands.COUNT);
      assertThat(bands).as("frame %d", frame).containsExactly(wanted, within(1e-4f));
    }
  }

  @Test
  void theModelIsOfferedWhenItIsInstalled() {
    var offers = OfferedWhenInstalled.offers(new DeepFilterNetPlugin(), "deepfilternet", "onnx");
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.ENHANCEMENT);
    assertThat(offers.getFirst().memoryBytes()).isGreaterThan(1000);
  }
}
