package ai.stt.inference.media;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Has a decoder, one for all its tests, and a folder for each. */
abstract class DecoderTest {
  static FfmpegMediaDecoder decoder;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, MediaFile.CACHE);
  }

  @AfterAll
  static void stop() {
    decoder.close();
  }
}
