package ai.stt.model.pyannote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.plugin.voiceactivity.SpokenSample;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KaldiFbankTest {
  @Test
  void theFeaturesOfSpeechAreThoseOfKaldi() throws Exception {
    float[] samples = SpokenSample.read();

    float[] features = new KaldiFbank().compute(samples, 0, samples.length);

    try (InputStream in =
        Objects.requireNonNull(KaldiFbankTest.class.getResourceAsStream("jfk-3s-fbank80.f32"))) {
      FloatBuffer expected =
          ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      assertThat(features).hasSize(expected.remaining()).hasSize(298 * KaldiFbank.MELS);
      for (float feature : features) {
        float kaldi = expected.get();
        // Next to the floor Kaldi's own 32-bit arithmetic is off by a little more.
        assertThat(feature).isCloseTo(kaldi, within(kaldi > -14 ? 1e-3f : 2e-3f));
      }
    }
  }

  @Test
  void silenceHasTheLeastEnergyAndAPieceOfAFrameHasNone() {
    var fbank = new KaldiFbank();

    assertThat(fbank.compute(new float[400], 0, 400))
        .hasSize(KaldiFbank.MELS)
        .containsOnly((float) Math.log(Math.ulp(1f)));
    assertThat(fbank.compute(new float[400], 0, 399)).isEmpty();
    assertThat(fbank.compute(new float[400], 0, 0)).isEmpty();
  }
}
