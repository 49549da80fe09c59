package ai.stt.http.live;

import ai.stt.http.testing.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code /v1/stream}. One thread. */
final class StreamClient implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> pings = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> pongs = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable WebSocket socket;

  private StreamClient() {}

  /** Connects; a refusal is a {@link WebSocketHandshakeException}. */
  static StreamClient open(TestServer server, String path, Map<String, String> headers)
      throws WebSocketHandshakeException {
    var client = new StreamClient();
    var builder = HTTP.newWebSocketBuilder();
    headers.forEach(builder::header);
    try {
      client.socket =
          builder
              .buildAsync(java.net.URI.create("ws://127.0.0.1:" + server.port() + path), client)
              .join();
      return client;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw refused;
      }
      throw e;
    }
  }

  static StreamClient open(TestServer server, String path) throws WebSocketHandshakeException {
    return open(server, path, Map.of());
  }

  StreamClient text(String message) {
    socket().sendText(message, true).join();
    return this;
  }

  StreamClient binary(byte[] bytes, boolean last) {
    socket().sendBinary(ByteBuffer.wrap(bytes), last).join();
    return this;
  }

  StreamClient binary(byte[] bytes) {
    return binary(bytes, true);
  }

  WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    return socket;
  }

  /** The next message that the server sends. */
  JsonNode next() throws InterruptedException {
    JsonNode next = messages.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the server says nothing");
    }
    return next;
  }

  /** The next message of a type; those before are dropped. */
  JsonNode next(String type) throws InterruptedException {
    while (true) {
      JsonNode next = next();
      if (next.path("type").asText().equals(type)) {
        return next;
      }
    }
  }

  /** The number with which the server closes. */
  int closeCode() throws Exception {
    return closed.get(20, TimeUnit.SECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        messages.add(JSON.readTree(text.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  /** Waits until the server has dealt with all that was sent. */
  StreamClient awaitDealtWith() throws InterruptedException {
    socket().sendPing(ByteBuffer.allocate(0)).join();
    if (pongs.poll(20, TimeUnit.SECONDS) == null) {
      throw new AssertionError("the server does not answer a ping");
    }
    return this;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
    pongs.add(true);
    from.request(1);
    return null;
  }

  /** Waits for the next ping of the server. */
  void awaitPing() throws InterruptedException {
    if (pings.poll(20, TimeUnit.SECONDS) == null) {
      throw new AssertionError("the server does not ping");
    }
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    pings.add(true);
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket().abort();
  }
}
