package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A page in Chromium, used through the DevTools protocol. */
final class DevTools implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SECONDS = 30;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private int last;

  private DevTools(Process process, Path portFile) throws Exception {
    this.process = process;
    Waiting.until(
        Duration.ofSeconds(SECONDS),
        () -> Files.exists(portFile) && Files.readAllLines(portFile).size() > 1);
    var list =
        URI.create("http://localhost:%s/json/list".formatted(Files.readAllLines(portFile).get(0)));
    String pages = http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
    URI page = URI.create(JSON.readTree(pages).get(0).get("webSocketDebuggerUrl").asText());
    this.socket = http.newWebSocketBuilder().buildAsync(page, new Listener()).get();
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  /** Shows a page and waits until the browser can be told what to do with it. */
  static DevTools open(PinnedBrowser pinned, Path profile, URI page) throws Exception {
    Process process =
        pinned
            .show(page, profile, "--remote-debugging-port=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new DevTools(process, profile.resolve("DevToolsActivePort"));
    } catch (Exception | AssertionError e) {
      end(process);
      throw e;
    }
  }

  /** The value of an expression in the page. */
  JsonNode value(String expression) throws Exception {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    assertThat(result.path("exceptionDetails").isMissingNode()).as(result.toString()).isTrue();
    return result.path("result").path("value");
  }

  /** Waits until an expression in the page is true. */
  void await(String expression) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!value(expression).asBoolean()) {
      assertThat(System.nanoTime())
          .as("%s; the page: %s", expression, value("document.body.innerText").asText())
          .isLessThan(end);
      Thread.sleep(50);
    }
  }

  /** Chooses a file as a person does. */
  void choose(String selector, Path file) throws Exception {
    JsonNode element = call("Runtime.evaluate", Map.of("expression", selector));
    String id = element.path("result").path("objectId").asText();
    call("DOM.setFileInputFiles", Map.of("objectId", id, "files", List.of(file.toString())));
  }

  /** What the browser found wrong: errors of scripts, and what its policies kept out. */
  List<String> complaints() {
    return complaints;
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    var answer = new CompletableFuture<JsonNode>();
    int id = ++last;
    asked.put(id, answer);
    socket
        .sendText(
            JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
        .get();
    JsonNode told = answer.get(SECONDS, TimeUnit.SECONDS);
    assertThat(told.path("error").isMissingNode()).as("%s: %s", method, told).isTrue();
    return told.path("result");
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
    end(process);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        take(message.toString());
        message.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    private void take(String text) {
      try {
        JsonNode told = JSON.readTree(text);
        CompletableFuture<JsonNode> answer = asked.remove(told.path("id").asInt());
        if (answer != null) {
          answer.complete(told);
        } else if (told.path("method").asText().equals("Runtime.exceptionThrown")
            || told.path("params").path("entry").path("level").asText().equals("error")) {
          complaints.add(text);
        }
      } catch (IOException e) {
        complaints.add(text);
      }
    }
  }
}
