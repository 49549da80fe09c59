package ai.stt.inference.catalog.fetch;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads one file of known length into a part file, and goes on where an earlier try stopped
 * (RFC 9110, 14: {@code Range}, {@code If-Range}). A large file comes over several connections. A
 * source that does not answer is given up within seconds; a connection that breaks or stalls is
 * taken up again. Verifying the content is the caller's part. Thread-safe as long as every call has
 * its own part.
 */
public final class HttpDownload {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDownload.class);
  private static final int TRIES_WITHOUT_PROGRESS = 3;
  private static final long POLL_MILLIS = 100;

  private static final long LARGE_BYTES = 64L << 20;
  private static final int BLOCK_BYTES = 16 << 20;
  private static final int TOGETHER = 4;
  private static final int BLOCK_TRIES = 5;

  private final Duration answerWithin;
  private final Duration stalledAfter;
  private final long largeBytes;
  private final int blockBytes;
  private final Duration pause;

  /** With 8 seconds for an answer, and 30 without a byte before a connection is given up. */
  public HttpDownload() {
    this(
        Duration.ofSeconds(8),
        Duration.ofSeconds(30),
        LARGE_BYTES,
        BLOCK_BYTES,
        Duration.ofMillis(500));
  }

  /**
   * A download of other patience.
   *
   * @param largeBytes from which size on a file comes in several blocks at once
   * @param blockBytes of a block
   * @param pause after a block that failed on the only connection; doubles
   */
  HttpDownload(
      Duration answerWithin,
      Duration stalledAfter,
      long largeBytes,
      int blockBytes,
      Duration pause) {
    this.pause = pause;
    this.answerWithin = answerWithin;
    this.stalledAfter = stalledAfter;
    this.largeBytes = largeBytes;
    this.blockBytes = blockBytes;
  }

  /** A failure after which the same request may go better. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    Broken(String what) {
      super(what);
      this.what = what;
    }
  }

  /**
   * Brings the part to its full length.
   *
   * @param part made when absent; beside it {@code PART.etag} keeps the server's validator
   * @throws SpeechException {@code DEPENDENCY_FAILED} saying what the server did, {@code CANCELED}
   * @throws InterruptedException when interrupted; the part stays
   */
  public void fetch(URI uri, Path part, long sizeBytes, FetchListener listener)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(answerWithin)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    try {
      boolean blocks =
          sizeBytes >= largeBytes && (!Files.exists(part) || Files.exists(BlockMap.beside(part)));
      if (blocks && inBlocks(client, uri, part, sizeBytes).fetch(listener)) {
        listener.progress(Stage.DOWNLOADING, sizeBytes, sizeBytes);
        return;
      }
      int failures = 0;
      while (length(part) != sizeBytes) {
        long before = length(part);
        try {
          attempt(client, uri, part, sizeBytes, listener);
        } catch (Broken e) {
          failures = length(part) > before ? 1 : failures + 1;
          LOG.info("{}: {} at {} of {} bytes", uri.getHost(), e.what, before, sizeBytes);
          if (failures >= TRIES_WITHOUT_PROGRESS) {
            throw failed(uri, e.what);
          }
          pause(failures, listener);
        }
      }
      listener.progress(Stage.DOWNLOADING, sizeBytes, sizeBytes);
    } finally {
      client.shutdownNow();
    }
  }

  /** Bytes of the file that an earlier try has brought; a part with blocks has holes. */
  public long heldBytes(Path part) throws IOException {
    Path blocks = BlockMap.beside(part);
    if (!Files.exists(blocks)) {
      return length(part);
    }
    return Math.max(0, Files.readAllLines(blocks).size() - 1) * (long) blockBytes;
  }

  private ParallelDownload inBlocks(HttpClient client, URI uri, Path part, long sizeBytes) {
    return new ParallelDownload(
        client,
        uri,
        part,
        sizeBytes,
        new ParallelDownload.Limits(
            blockBytes, TOGETHER, answerWithin, stalledAfter, BLOCK_TRIES, pause));
  }

  private void attempt(
      HttpClient client, URI uri, Path part, long sizeBytes, FetchListener listener)
      throws IOException, InterruptedException, Broken {
    long have = length(part);
    if (have > sizeBytes) {
      Files.delete(part);
      have = 0;
    }
    var body = new PartBody(part, have, sizeBytes);
    int status;
    try (body) {
      var response = client.sendAsync(request(uri, part, have), body);
      try {
        status = follow(response, body, uri, sizeBytes, listener);
      } finally {
        response.cancel(true);
      }
    } finally {
      remember(part, body.etag());
    }
    judge(status, uri, part);
  }

  private static HttpRequest request(URI uri, Path part, long have) throws IOException {
    var request = HttpRequest.newBuilder(uri).header("User-Agent", "stt");
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
      Path etag = etagFile(part);
      if (Files.exists(etag)) {
        request.header("If-Range", Files.readString(etag));
      }
    }
    return request.build();
  }

  /**
   * Waits for the answer's end; the status. Waits on a latch, because a future's own {@code get}
   * would run other work of a fork-join pool meanwhile, with our lock held.
   */
  private int follow(
      CompletableFuture<HttpResponse<Void>> response,
      PartBody body,
      URI uri,
      long sizeBytes,
      FetchListener listener)
      throws InterruptedException, Broken {
    var over = new CountDownLatch(1);
    var _ = response.whenComplete((answer, failure) -> over.countDown());
    while (!over.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      listener.progress(Stage.DOWNLOADING, body.written(), sizeBytes);
      if (listener.canceled()) {
        throw new SpeechException(ErrorCode.CANCELED, "The download was called off.");
      }
      if (!body.answered() && body.idleNanos() > answerWithin.toNanos()) {
        throw failed(uri, "does not answer");
      }
      if (body.answered() && body.idleNanos() > stalledAfter.toNanos()) {
        throw new Broken("stopped sending");
      }
    }
    if (!response.isCompletedExceptionally()) {
      return response.join().statusCode();
    }
    LOG.debug("download broke", response.exceptionNow());
    String refusal = body.refusal();
    if (refusal != null || !body.answered()) {
      throw failed(uri, refusal != null ? refusal : "cannot be reached");
    }
    throw new Broken("broke the connection");
  }

  private static void judge(int status, URI uri, Path part) throws IOException, Broken {
    switch (status) {
      case 200, 206 -> {
        return;
      }
      case 416 -> {
        Files.deleteIfExists(part);
        throw new Broken("does not know that part of the file");
      }
      case 408, 429, 500, 502, 503, 504 -> throw new Broken("answers with the error " + status);
      default -> throw failed(uri, "answers with the error " + status);
    }
  }

  /** Grows from a quarter of a second, in steps that notice a cancellation. */
  private static void pause(int failures, FetchListener listener) throws InterruptedException {
    for (int i = 0; i < 3 * failures && !listener.canceled(); i++) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static void remember(Path part, @Nullable String etag) throws IOException {
    if (etag != null) {
      Files.writeString(etagFile(part), etag);
    }
  }

  private static Path etagFile(Path part) {
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  private static long length(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private static SpeechException failed(URI uri, String what) {
    return new SpeechException(ErrorCode.DEPENDENCY_FAILED, uri.getHost() + " " + what + ".");
  }
}
