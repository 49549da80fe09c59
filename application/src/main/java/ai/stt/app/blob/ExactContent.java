package ai.stt.app.blob;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Content that fails, before its last byte is given, when it is not as long as announced. One
 * thread.
 */
public final class ExactContent extends FilterInputStream {
  private long left;

  /**
   * Content of a known length; closing it does not close {@code in}.
   *
   * @param sizeBytes how long it must be
   */
  public ExactContent(InputStream in, long sizeBytes) {
    super(in);
    this.left = sizeBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (left == 0) {
      requireEnd(); // matters to empty content only
      return -1;
    }
    int n = in.read(buffer, from, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the content is %d bytes shorter than announced".formatted(left));
    }
    left -= n;
    if (left == 0) {
      requireEnd();
    }
    return n;
  }

  private void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new IOException("the content is longer than announced");
    }
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, 1 << 16)).length;
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {}
}
