package ai.stt.model.deepfilternet;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The real model, fetched once and kept under {@code STT_HOME} (else {@code ~/.stt}), and what the
 * Python package makes of a recording; see {@code src/test/python}.
 */
@SuppressWarnings("ArrayRecordComponent") // test data; equality is never asked for
record RealDeepFilterNet(float[] noisy, float[] enhanced, float[] bands) {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));

  static DeepFilterNet load() throws InterruptedException {
    Path file =
        new FolderModelStore(HOME, new JsonCatalog())
            .pull("deepfilternet3", false, FetchListener.none())
            .file();
    return new DeepFilterNet(new OnnxEngine(1).open(file, 1));
  }

  static RealDeepFilterNet vectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RealDeepFilterNet.class.getResourceAsStream("vectors.bin"))) {
      var bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int samples = bytes.getInt();
      float[] noisy = shorts(bytes, samples, 32_768);
      float[] enhanced = shorts(bytes, samples, 32_767);
      float[] bands = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(bands);
      return new RealDeepFilterNet(noisy, enhanced, bands);
    }
  }

  private static float[] shorts(ByteBuffer bytes, int count, float full) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.getShort() / full;
    }
    return values;
  }
}
