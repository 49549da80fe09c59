package ai.stt.inference.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads a mapped file from front to back, little-endian. Every read past the end is an {@link
 * UnreadableFileException}. One thread at a time.
 */
public final class MappedReader {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment file;
  private long position;

  /** A reader of the whole file, mapped as long as the arena is open. */
  public MappedReader(Path path, Arena arena) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /** Bytes not read yet. */
  public long left() {
    return file.byteSize() - position;
  }

  /** The next byte, 0 to 255. */
  public int u8() throws UnreadableFileException {
    return slice(1).get(ValueLayout.JAVA_BYTE, 0) & 0xff;
  }

  /** The next two bytes, 0 to 65535. */
  public int u16() throws UnreadableFileException {
    return slice(2).get(SHORT, 0) & 0xffff;
  }

  /** The next four bytes. */
  public int i32() throws UnreadableFileException {
    return slice(4).get(INT, 0);
  }

  /**
   * The next four bytes as a count.
   *
   * @param most how large it may be
   */
  public int count(int most) throws UnreadableFileException {
    int value = i32();
    if (value < 0 || value > most) {
      throw new UnreadableFileException("it holds a count that is out of range");
    }
    return value;
  }

  /** The next four bytes, 0 to 2^32 - 1. */
  public long u32() throws UnreadableFileException {
    return i32() & 0xffff_ffffL;
  }

  /** The next bytes, not copied. */
  public MemorySegment slice(long bytes) throws UnreadableFileException {
    if (bytes < 0 || bytes > left()) {
      throw new UnreadableFileException("it ends too early");
    }
    MemorySegment slice = file.asSlice(position, bytes);
    position += bytes;
    return slice;
  }

  /** The next bytes, copied. */
  public byte[] bytes(int count) throws UnreadableFileException {
    return slice(count).toArray(ValueLayout.JAVA_BYTE);
  }
}
