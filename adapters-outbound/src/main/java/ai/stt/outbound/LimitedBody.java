package ai.stt.outbound;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Copies a body of bounded size. One thread. */
final class LimitedBody {
  private static final int BUFFER_BYTES = 64 << 10;

  private final long maxBytes;
  private final OutputStream target;
  private long received;

  /** What goes wrong with the target, told apart from what goes wrong with the network. */
  static final class TargetFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException failure;

    private TargetFailure(IOException failure) {
      super(failure);
      this.failure = failure;
    }

    IOException failure() {
      return failure;
    }
  }

  LimitedBody(long maxBytes, OutputStream target) {
    this.maxBytes = maxBytes;
    this.target = target;
  }

  long received() {
    return received;
  }

  void receive(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return;
    }
    if (entity.getContentLength() > maxBytes) {
      throw tooLarge();
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    InputStream in = entity.getContent(); // closing it would read an endless body to its end
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      received += n;
      if (received > maxBytes) {
        throw tooLarge();
      }
      try {
        target.write(buffer, 0, n);
      } catch (IOException e) {
        throw new TargetFailure(e);
      }
    }
  }

  private SpeechException tooLarge() {
    return new SpeechException(
        ErrorCode.TOO_LARGE,
        "the file at the address is larger than the %d bytes that you may send"
            .formatted(maxBytes));
  }
}
