package ai.stt.inference.catalog.fetch;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a tar stream one after the other, as POSIX.1-2001 (pax) describes them, with
 * GNU long names. {@link #read} gives the current entry's bytes.
 */
public final class TarEntries extends FilterInputStream {
  private static final int BLOCK = 512;
  private static final int MAX_EXTENSION_BYTES = 1 << 20;

  private long left;
  private long padding;

  /** Entries of an archive that is not compressed any more; closes it when closed. */
  public TarEntries(InputStream in) {
    super(in);
  }

  /** The path of the next regular file, or null at the end. */
  public @Nullable String next() throws IOException {
    String longName = null;
    while (true) {
      in.skipNBytes(left + padding);
      left = 0;
      byte[] header = in.readNBytes(BLOCK);
      if (header.length < BLOCK) {
        throw new EOFException("the archive is cut off");
      }
      if (header[0] == 0) {
        return null;
      }
      left = octal(header, 124, 12);
      padding = -left & (BLOCK - 1);
      switch (header[156]) {
        case 'x' -> longName = paxPath(extension());
        case 'L' -> longName = text(extension(), 0, MAX_EXTENSION_BYTES);
        case '0', 0 -> {
          return longName != null ? longName : name(header);
        }
        default -> longName = null;
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the archive is cut off");
    }
    left -= n;
    return n;
  }

  private byte[] extension() throws IOException {
    if (left > MAX_EXTENSION_BYTES) {
      throw new IOException("the archive has a header of " + left + " bytes");
    }
    byte[] bytes = in.readNBytes((int) left);
    left = 0;
    return bytes;
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static @Nullable String paxPath(byte[] records) {
    String path = null;
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] != ' ') {
        space++;
      }
      int length = Integer.parseInt(text(records, at, space - at));
      String record = text(records, space + 1, at + length - space - 2);
      if (record.startsWith("path=")) {
        path = record.substring(5);
      }
      at += length;
    }
    return path;
  }

  private static long octal(byte[] header, int offset, int length) throws IOException {
    String digits = text(header, offset, length).strip();
    try {
      long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IOException("the archive has a broken header", e);
    }
    throw new IOException("the archive has a broken header");
  }

  private static String text(byte[] bytes, int offset, int length) {
    int end = Math.min(bytes.length, offset + length);
    byte[] field = Arrays.copyOfRange(bytes, Math.min(offset, end), end);
    int stop = 0;
    while (stop < field.length && field[stop] != 0) {
      stop++;
    }
    return new String(field, 0, stop, StandardCharsets.UTF_8);
  }
}
