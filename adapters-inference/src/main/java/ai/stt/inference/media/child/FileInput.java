package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FORCE;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A file, opened read-only, as FFmpeg's only way to bytes: FFmpeg gets no name and so can resolve
 * none. One thread.
 *
 * <p>The callbacks are called from C: no exception may leave them (it would abort the process), and
 * they stay reachable through this object until it is closed.
 */
final class FileInput implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final BooleanSupplier stopped;
  private final Read_packet_Pointer_BytePointer_int reader;
  private final Seek_Pointer_long_int seeker;
  private final AVIOContext context;
  private long position;

  FileInput(Path file, BooleanSupplier stopped) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.stopped = stopped;
    this.reader =
        new Read_packet_Pointer_BytePointer_int() {
          @Override
          public int call(Pointer opaque, BytePointer buffer, int size) {
            return readInto(buffer, size);
          }
        };
    this.seeker =
        new Seek_Pointer_long_int() {
          @Override
          public long call(Pointer opaque, long offset, int whence) {
            return seek(offset, whence & ~AVSEEK_FORCE);
          }
        };
    var buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    this.context = avio_alloc_context(buffer, BUFFER_BYTES, 0, null, reader, null, seeker);
  }

  AVIOContext context() {
    return context;
  }

  /** Reads up to {@code length} bytes at an offset, without moving FFmpeg's position. */
  byte[] peek(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int read;
    do {
      read = channel.read(bytes, offset + bytes.position());
    } while (read > 0);
    byte[] peeked = new byte[bytes.position()];
    bytes.flip().get(peeked);
    return peeked;
  }

  @SuppressWarnings("CatchingThrowable") // nothing may unwind into C
  private int readInto(BytePointer buffer, int size) {
    try {
      if (stopped.getAsBoolean()) {
        return AVERROR_EXIT;
      }
      ByteBuffer target = buffer.limit(size).asByteBuffer();
      int read = channel.read(target, position);
      if (read <= 0) {
        return AVERROR_EOF;
      }
      position += read;
      return read;
    } catch (Throwable e) {
      return AVERROR_EIO();
    }
  }

  @SuppressWarnings("CatchingThrowable") // nothing may unwind into C
  private long seek(long offset, int whence) {
    try {
      long target =
          switch (whence) {
            case AVSEEK_SIZE -> -1;
            case 0 -> offset;
            case 1 -> position + offset;
            case 2 -> channel.size() + offset;
            default -> Long.MIN_VALUE;
          };
      if (whence == AVSEEK_SIZE) {
        return channel.size();
      }
      if (target < 0) {
        return AVERROR_EINVAL();
      }
      position = target;
      return target;
    } catch (Throwable e) {
      return AVERROR_EIO();
    }
  }

  @Override
  public void close() throws IOException {
    av_free(context.buffer()); // FFmpeg may have replaced the one it was given
    avio_context_free(context);
    reader.close();
    seeker.close();
    channel.close();
  }
}
