package ai.stt.app.enhancement;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Sound on the disk between two passes, in a file that is gone when closed. One thread. */
final class SpooledSound implements AutoCloseable {
  private static final int CHUNK_SAMPLES = 1 << 16;

  private final FileChannel file;
  private long samples;
  private float peak;

  private SpooledSound(FileChannel file) {
    this.file = file;
  }

  /** An empty spool in a folder, made when it is not there. */
  static SpooledSound in(Path folder) throws IOException {
    Path path = Files.createDirectories(folder).resolve("sound-" + UUID.randomUUID() + ".f32");
    return new SpooledSound(FileChannel.open(path, CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE));
  }

  void add(float[] more) throws IOException {
    ByteBuffer bytes = buffer(more.length);
    bytes.asFloatBuffer().put(more);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    samples += more.length;
    for (float sample : more) {
      peak = Math.max(peak, Math.abs(sample));
    }
  }

  /** The highest absolute value of a sample. */
  float peak() {
    return peak;
  }

  long samples() {
    return samples;
  }

  /** Samples from a place on; fewer than asked for only at the end, none behind it. */
  float[] read(long from) throws IOException {
    int count = (int) Math.min(CHUNK_SAMPLES, samples - from);
    ByteBuffer bytes = buffer(count);
    for (long at = from * Float.BYTES; bytes.hasRemaining(); ) {
      int read = file.read(bytes, at);
      if (read < 0) {
        throw new IOException("the spooled sound was cut off");
      }
      at += read;
    }
    float[] values = new float[count];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer buffer(int samples) {
    return ByteBuffer.allocate(samples * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
