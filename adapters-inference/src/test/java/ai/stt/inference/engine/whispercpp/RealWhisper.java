package ai.stt.inference.engine.whispercpp;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.media.FfmpegMediaDecoder;
import ai.stt.inference.media.MediaSettings;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.speech.audio.PcmChunk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The packaged library, the multilingual base model and a recording of speech. What is downloaded
 * is kept under {@code STT_HOME} (else {@code ~/.stt}), so that only the first run downloads.
 */
public final class RealWhisper {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));

  private RealWhisper() {}

  static Path libraryFolder() throws InterruptedException {
    return new NativeLibraries(HOME).ensure("whisper.cpp", FetchListener.none());
  }

  static WhisperCppEngine engine() throws InterruptedException {
    return engine(true);
  }

  static WhisperCppEngine engine(boolean alignWords) throws InterruptedException {
    return new WhisperCppEngine(WhisperCppLibrary.load(libraryFolder()), 2, false, alignWords);
  }

  public static Path baseFile() throws InterruptedException {
    return new FolderModelStore(HOME, new JsonCatalog())
        .pull("base", false, FetchListener.none())
        .file();
  }

  static WhisperWeights base() throws InterruptedException {
    return engine().load(baseFile());
  }

  /** Eleven seconds of a speech of 1961: "ask not what your country can do for you". */
  public static float[] jfk(Path cache) throws Exception {
    Path flac = Path.of("..", "samples", "jfk.flac");
    try (var decoder = new FfmpegMediaDecoder(MediaSettings.DEFAULT, cache);
        DecodedAudio audio = decoder.open(flac)) {
      var bytes = new ByteArrayOutputStream();
      for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
        var buffer = ByteBuffer.allocate(chunk.samples().length * Float.BYTES);
        buffer.order(ByteOrder.nativeOrder()).asFloatBuffer().put(chunk.samples());
        bytes.writeBytes(buffer.array());
      }
      var all = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.nativeOrder());
      float[] samples = new float[bytes.size() / Float.BYTES];
      all.asFloatBuffer().get(samples);
      return samples;
    }
  }

  /** The start of the base model. */
  public static Path cutShort(Path folder, long bytes) throws Exception {
    Path file = folder.resolve("cut.bin");
    try (var from = FileChannel.open(baseFile(), READ);
        var to = FileChannel.open(file, CREATE, WRITE)) {
      from.transferTo(0, bytes, to);
    }
    return file;
  }
}
