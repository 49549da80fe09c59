package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.engine.whisper.graph.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PublishedShapesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void theLogitsAreTheOriginalsTokenByToken(PublishedShape shape) throws Exception {
    Path weights = shape.write(folder.resolve("weights.bin"));

    float[] exact = logits(shape, weights, Precision.FP32);
    assertThat(exact).hasSize(PublishedShape.tokens().length * shape.vocabulary());
    assertThat(shape.difference(exact)).isLessThan(1e-3f);
    assertThat(shape.difference(logits(shape, weights, Precision.INT8))).isBetween(1e-4f, 3f);
  }

  private float[] logits(PublishedShape shape, Path weights, Precision precision) throws Exception {
    return Logits.of(
        weights, precision, shape.mel(), PublishedShape.tokens(), folder.resolve("cache"));
  }
}
