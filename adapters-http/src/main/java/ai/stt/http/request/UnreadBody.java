package ai.stt.http.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The part of a body that nobody wants any more because its request is already refused. Closing the
 * connection on a client that is still sending makes its system throw the refusal away unread; so
 * the rest is taken in and dropped for a while ("lingering close").
 */
record UnreadBody(Duration patience) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  /**
   * Drops the body until its end, the end of patience, or the client's going. Never blocks in a
   * read: a client that is content with the refusal may neither send more nor close.
   */
  void drop(HttpServletRequest request) {
    if (patience.isZero() || !sendsBody(request)) {
      return;
    }
    Request core = ServletContextRequest.getServletContextRequest(request);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        Content.Chunk chunk = core.read();
        if (chunk == null) {
          Thread.sleep(LOOK_AGAIN);
        } else {
          boolean isLast = chunk.isLast() || Content.Chunk.isFailure(chunk);
          chunk.release();
          if (isLast) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A client that waits for "100 Continue" has sent nothing and reads the refusal first. */
  private static boolean sendsBody(HttpServletRequest request) {
    boolean has =
        request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    return has && request.getHeader("Expect") == null;
  }
}
