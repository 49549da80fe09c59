package ai.stt.persistence.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** An object that is being read; closing it early does not fetch the rest. One thread. */
final class Unread extends FilterInputStream {
  private final ResponseInputStream<?> response;
  private boolean ended;

  Unread(ResponseInputStream<?> response) {
    super(response);
    this.response = response;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    ended = ended || read < 0;
    return read;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int read = in.read(buffer, from, length);
    ended = ended || read < 0;
    return read;
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      in.close();
    } else {
      response.abort();
    }
  }
}
