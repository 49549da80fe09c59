package ai.stt.model.gtcrn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.Capability;
import ai.stt.plugin.OfferedWhenInstalled;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.Enhancer;
import ai.stt.plugin.enhancement.EnhancerContract;
import org.junit.jupiter.api.Test;

final class GtcrnTest extends EnhancerContract {
  @Override
  protected Enhancer load() throws Exception {
    return RealGtcrn.load();
  }

  /** What is left of speech when the noise is gone serves as clean speech. */
  @Override
  protected float[] speech() throws Exception {
    return RealGtcrn.vectors().enhanced();
  }

  @Test
  void theResultIsThatOfTheGraphInPython() throws Exception {
    var vectors = RealGtcrn.vectors();
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
  void theModelIsOfferedWhenItIsInstalled() {
    var offers = OfferedWhenInstalled.offers(new GtcrnPlugin(), "gtcrn", "onnx");
    assertThat(offers).hasSize(1);
    assertThat(offers.getFirst().capability()).isEqualTo(Capability.ENHANCEMENT);
    assertThat(offers.getFirst().memoryBytes()).isGreaterThan(1000);
  }
}
