package ai.stt.inference.catalog.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves one file at {@code /file} over loopback, with ranges and a validator. A queue of faults is
 * worked off, one for each request; then it behaves.
 */
public final class FileServer implements AutoCloseable {
  /** What goes wrong with a request. */
  public sealed interface Fault {
    /** Answers with an error. */
    record Status(int code) implements Fault {}

    /** Closes the connection without an answer. */
    record Drop() implements Fault {}

    /** Closes the connection after so many bytes of the body. */
    record Cut(int afterBytes) implements Fault {}

    /** Falls silent after so many bytes of the body. */
    record Stall(int afterBytes) implements Fault {}

    /** Never answers. */
    record Silence() implements Fault {}

    /** Sends the whole file whatever was asked for. */
    record NoRanges() implements Fault {}

    /** Sends a range that was not asked for. */
    record OtherRange() implements Fault {}

    /** Sends the file without telling its length, and more after it. */
    record Endless() implements Fault {}
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private volatile byte[] content;
  private volatile String etag = "\"one\"";
  private volatile int bytesPerSecond = Integer.MAX_VALUE;
  private volatile int mostTogether = Integer.MAX_VALUE;
  private final AtomicInteger together = new AtomicInteger();
  private final AtomicInteger mostSeen = new AtomicInteger();

  /** A server of this content. */
  public FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/file", this::answer);
    server.createContext("/moved", this::redirect);
    server.start();
  }

  /** Where the file is. */
  public URI uri() {
    return at("/file");
  }

  /** An address that sends on to the file. */
  public URI movedUri() {
    return at("/moved");
  }

  /** Adds faults for the next requests. */
  public FileServer then(Fault... next) {
    faults.addAll(List.of(next));
    return this;
  }

  /** Puts another file in the place. */
  public void replace(byte[] newContent, String newEtag) {
    content = newContent;
    etag = newEtag;
  }

  /** Sends no faster than this. */
  public FileServer slow(int newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
    return this;
  }

  /** Answers 429 to requests beyond so many at once. */
  public FileServer atMost(int requestsTogether) {
    mostTogether = requestsTogether;
    return this;
  }

  /** The {@code Range} headers of all requests so far, empty text for none. */
  public List<String> ranges() {
    return List.copyOf(ranges);
  }

  /** How many requests were under way at once, at most so far. */
  public int mostTogetherSoFar() {
    return mostSeen.get();
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", uri().toString());
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).orElse("");
    ranges.add(range);
    Fault next = faults.poll();
    int now = together.incrementAndGet();
    mostSeen.accumulateAndGet(now, Math::max);
    Fault fault = now > mostTogether ? new Fault.Status(429) : next;
    try (exchange) {
      switch (fault) {
        case Fault.Status(int code) -> exchange.sendResponseHeaders(code, -1);
        case Fault.Silence() -> hang();
        case Fault.Drop() -> {}
        case Fault.Endless() -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(content);
          exchange.getResponseBody().write(content);
        }
        case null, default -> send(exchange, range, fault);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      together.decrementAndGet();
    }
  }

  private void send(HttpExchange exchange, String range, @Nullable Fault fault)
      throws IOException, InterruptedException {
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = ifRange == null || ifRange.equals(etag);
    boolean partial = !range.isEmpty() && same && !(fault instanceof Fault.NoRanges);
    String[] asked = range.replace("bytes=", "").split("-", -1);
    int from = partial ? Integer.parseInt(asked[0]) : 0;
    int to =
        partial && !asked[1].isEmpty()
            ? Math.min(content.length, Integer.parseInt(asked[1]) + 1)
            : content.length;
    var headers = exchange.getResponseHeaders();
    headers.set("ETag", etag);
    if (partial && from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (partial) {
      int told = fault instanceof Fault.OtherRange ? from + 1 : from;
      headers.set("Content-Range", "bytes %d-%d/%d".formatted(told, to - 1, content.length));
    }
    byte[] body = Arrays.copyOfRange(content, from, to);
    exchange.sendResponseHeaders(partial ? 206 : 200, body.length);
    write(exchange, body, fault);
  }

  private void write(HttpExchange exchange, byte[] body, @Nullable Fault fault)
      throws IOException, InterruptedException {
    var out = exchange.getResponseBody();
    out.flush();
    int stop =
        switch (fault) {
          case Fault.Cut(int after) -> after;
          case Fault.Stall(int after) -> after;
          case null, default -> body.length;
        };
    int piece = Math.min(Math.max(1, bytesPerSecond / 20), 1 << 16);
    for (int at = 0; at < Math.min(stop, body.length); at += piece) {
      out.write(body, at, Math.min(piece, Math.min(stop, body.length) - at));
      out.flush();
      if (bytesPerSecond != Integer.MAX_VALUE) {
        Thread.sleep(50);
      }
    }
    if (fault instanceof Fault.Stall) {
      hang();
    }
  }

  private void hang() throws InterruptedException {
    if (!closing.await(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody closed the server");
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
