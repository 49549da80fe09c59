package ai.stt.config.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Chromium with a file for a microphone, showing the page of the reference. */
final class Browser implements AutoCloseable {
  /** The reference's example; only the address is another. */
  private static final String EXAMPLE =
      """
      // Real-time transcription from microphone
      const ws = new WebSocket("wss://api.stt.ai/v1/stream");
      ws.binaryType = "arraybuffer";
      ws.onopen = () => {
      ws.send(JSON.stringify({ language: "auto", model: "large-v3-turbo" }));
      };
      ws.onmessage = (event) => {
      const data = JSON.parse(event.data);
      if (data.status === "ready") {
      startStreaming(); // Begin sending audio
      }
      if (data.text) console.log("Final:", data.text);
      if (data.partial) console.log("Partial:", data.partial);
      };
      async function startStreaming() {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const ctx = new AudioContext({ sampleRate: 16000 });
      const source = ctx.createMediaStreamSource(stream);
      const processor = ctx.createScriptProcessor(4096, 1, 1);
      processor.onaudioprocess = (e) => {
      const float32 = e.inputBuffer.getChannelData(0);
      const int16 = new Int16Array(float32.length);
      for (let i = 0; i < float32.length; i++) {
      int16[i] = Math.max(-32768, Math.min(32767, float32[i] * 32767));
      }
      if (ws.readyState === 1) ws.send(int16.buffer);
      };
      source.connect(processor);
      processor.connect(ctx.destination);
      }
      // Stop: ws.send(JSON.stringify({ action: "stop" }));
      """;

  private static final String BEFORE =
      """
      <!doctype html><title>page</title><script>
      let sent = Promise.resolve();
      const tell = (line) => { sent = sent.then(() => fetch("/log", { method: "POST", body: line })); };
      console.log = (...parts) => tell(parts.join(" "));
      onerror = (message) => tell("error " + message);
      </script><script>
      """;

  private static final String AFTER =
      """
      setTimeout(() => ws.send(JSON.stringify({ action: "stop" })), 16000);
      ws.onclose = (event) => tell("closed " + event.code);
      </script>
      """;

  private final List<String> log = new ArrayList<>();
  private final HttpServer pages;
  private final Process process;
  private final Path said;

  private Browser(HttpServer pages, Process process, Path said) {
    this.pages = pages;
    this.process = process;
    this.said = said;
  }

  /** Shows the page, which streams the file as its microphone for 16 seconds. */
  static Browser listen(PinnedBrowser pinned, Path profile, Path wav, URI server)
      throws IOException {
    var pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String address = "ws://localhost:%d/v1/stream".formatted(server.getPort());
    String page = BEFORE + EXAMPLE.replace("wss://api.stt.ai/v1/stream", address) + AFTER;
    ProcessBuilder builder =
        pinned.show(
            URI.create("http://localhost:%d/".formatted(pages.getAddress().getPort())),
            profile,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--use-file-for-fake-audio-capture=" + wav + "%noloop",
            "--autoplay-policy=no-user-gesture-required");
    Path said = Files.createTempFile(profile.toAbsolutePath().getParent(), "browser", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    var browser = new Browser(pages, process, said);
    pages.createContext("/", exchange -> answer(exchange, page));
    pages.createContext("/log", browser::keep);
    pages.start();
    return browser;
  }

  /** Waits for a line that begins so; all lines up to it. */
  synchronized String await(String start, int seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (log.stream().noneMatch(line -> line.startsWith(start))) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError(
            "the page never said %s:\n%s\nand the browser:\n%s"
                .formatted(start, String.join("\n", log), Files.readString(said)));
      }
      wait(millis);
    }
    return String.join("\n", log);
  }

  /** The final text. */
  synchronized String finals() {
    return log.stream()
        .filter(line -> line.startsWith("Final: "))
        .map(line -> line.substring("Final: ".length()))
        .collect(Collectors.joining(" "));
  }

  private void keep(HttpExchange exchange) throws IOException {
    String line = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    synchronized (this) {
      log.add(line);
      notifyAll();
    }
    answer(exchange, "");
  }

  private static void answer(HttpExchange exchange, String page) throws IOException {
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
    pages.stop(0);
  }
}
