package ai.stt.inference.catalog.fetch;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one range after the other into their places of a file; another thread may stop it. */
final class BlockRead {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final int BUFFER_BYTES = 1 << 16;

  private final HttpClient client;
  private final URI uri;
  private final FileChannel file;
  private final long sizeBytes;
  private volatile long activeNanos = System.nanoTime();
  private volatile long doneBytes;
  private volatile boolean waiting;
  private volatile @Nullable InputStream body;

  /** The server answers ranges in no way that can be used. */
  static final class NoRangesException extends Exception {
    private static final long serialVersionUID = 1L;

    NoRangesException(String message) {
      super(message);
    }
  }

  /** An error that may be over soon. */
  static final class ErrorAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ErrorAnswerException(int status) {
      super("the server answers with the error " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  BlockRead(HttpClient client, URI uri, FileChannel file, long sizeBytes) {
    this.client = client;
    this.uri = uri;
    this.file = file;
    this.sizeBytes = sizeBytes;
  }

  /**
   * Asks for the first byte, to see what the server is able to.
   *
   * @return its strong validator, or null
   */
  static @Nullable String validator(HttpClient client, URI uri, long sizeBytes, Duration within)
      throws IOException, InterruptedException, NoRangesException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", "stt")
            .header("Range", "bytes=0-0")
            .timeout(within)
            .build();
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(request, BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw failed(uri, "does not answer");
    } catch (ConnectException e) {
      throw failed(uri, "cannot be reached");
    }
    try (InputStream _ = answer.body()) {
      check(answer, uri, 0, 1, sizeBytes);
      return answer.headers().firstValue("etag").filter(tag -> !tag.startsWith("W/")).orElse(null);
    }
  }

  /** Reads the bytes from one place up to another. */
  void read(long from, long to, @Nullable String etag)
      throws IOException, InterruptedException, NoRangesException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", "stt")
            .header("Range", "bytes=%d-%d".formatted(from, to - 1));
    if (etag != null) {
      request.header("If-Range", etag);
    }
    doneBytes = 0;
    activeNanos = System.nanoTime();
    waiting = true;
    try {
      HttpResponse<InputStream> answer =
          client.send(
              request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofInputStream());
      body = answer.body();
      try (InputStream in = answer.body()) {
        check(answer, uri, from, to, sizeBytes);
        copy(in, from, to);
      }
    } finally {
      waiting = false;
      doneBytes = 0;
      body = null;
    }
  }

  private void copy(InputStream in, long from, long to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long at = from;
    while (at < to) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, to - at));
      if (n < 0) {
        throw new EOFException("the range is cut off");
      }
      ByteBuffer piece = ByteBuffer.wrap(buffer, 0, n);
      while (piece.hasRemaining()) {
        at += file.write(piece, at);
      }
      doneBytes = at - from;
      activeNanos = System.nanoTime();
    }
  }

  private static void check(HttpResponse<?> answer, URI uri, long from, long to, long sizeBytes)
      throws IOException, NoRangesException {
    switch (answer.statusCode()) {
      case 206 -> {
        String told = answer.headers().firstValue("content-range").orElse("");
        Matcher range = RANGE.matcher(told);
        if (!range.matches()
            || Long.parseLong(range.group(1)) != from
            || Long.parseLong(range.group(2)) != to - 1) {
          throw new NoRangesException("another range: " + told);
        }
        long total = Long.parseLong(range.group(3));
        if (total != sizeBytes) {
          throw failed(uri, "has a file of %d bytes there, not of %d".formatted(total, sizeBytes));
        }
      }
      case 200, 416 -> throw new NoRangesException("the whole file, or none");
      case 408, 429, 500, 502, 503, 504 -> throw new ErrorAnswerException(answer.statusCode());
      default -> throw failed(uri, "answers with the error " + answer.statusCode());
    }
  }

  private static SpeechException failed(URI uri, String what) {
    return new SpeechException(ErrorCode.DEPENDENCY_FAILED, uri.getHost() + " " + what + ".");
  }

  /** How much of the range has come. */
  long doneBytes() {
    return doneBytes;
  }

  /** How long nothing has come, while something should. */
  Duration idle() {
    return waiting ? Duration.ofNanos(System.nanoTime() - activeNanos) : Duration.ZERO;
  }

  /** Ends the reading under way, which fails. */
  void stop() {
    InputStream now = body;
    if (now != null) {
      activeNanos = System.nanoTime();
      try {
        now.close();
      } catch (IOException e) {
        return; // it is closed all the same
      }
    }
  }
}
