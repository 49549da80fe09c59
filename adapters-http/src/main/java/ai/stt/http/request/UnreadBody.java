package ai.stt.http.request;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;

/**
 * The part of a body that nobody wants any more because its request is already refused. Closing the
 * connection on a client that is still sending makes its system throw the refusal away unread; so
 * the rest is taken in and dropped for a while ("lingering close").
 */
record UnreadBody(Duration patience) {
  private static final int BUFFER_BYTES = 64 << 10;

  /** Drops the body until its end, the end of patience, or the client's going. */
  void drop(HttpServletRequest request) {
    if (patience.isZero() || !sendsBody(request)) {
      return;
    }
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      ServletInputStream in = request.getInputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      while (!in.isFinished() && System.nanoTime() < deadline) {
        if (in.read(buffer) < 0) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone, which is its right.
    }
  }

  /** A client that waits for "100 Continue" has sent nothing and reads the refusal first. */
  private static boolean sendsBody(HttpServletRequest request) {
    boolean has =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    return has && request.getHeader("Expect") == null;
  }
}
