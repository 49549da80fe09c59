package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector of traces is sent: OTLP over HTTP, to a stub on this machine. */
class TracesIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACE_OF_TEXT = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String KEY = "operator-key";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void aRequestIsOneTraceFromTheDoorToTheModelWithoutAWordOfWhatWasSaid() throws Exception {
    HttpServer collector = collector();
    Map<String, String> environment =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    environment.put(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + collector.getAddress().getPort());
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "100");
    environment.put("STT_API_KEYS", KEY);
    try (var server = ServerProcess.start(environment);
        var client = HttpClient.newHttpClient()) {
      var answer = client.send(recording(server), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).containsIgnoringCase("country");
      Waiting.until(LONG, () -> sent().contains("POST /v1/transcribe"));
      Waiting.until(LONG, () -> sent().contains("call transcription"));
      answer = client.send(text(server), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      Waiting.until(LONG, () -> sent().contains("POST /v1/analyze"));
      Waiting.until(LONG, () -> sent().contains("call text-"));
    } finally {
      collector.stop(0);
    }
    String all = sent();
    assertThat(all)
        .contains("wait for the device", "stt.model", "base", "service.name")
        .doesNotContainIgnoringCase("country", "hush");
    // The request, its waiting, and the calls for it are in the trace that the client began.
    assertThat(spans(all, TRACE)).isGreaterThanOrEqualTo(3);
    assertThat(spans(all, TRACE_OF_TEXT)).isGreaterThanOrEqualTo(3);
  }

  private static HttpRequest recording(ServerProcess server) throws IOException {
    return HttpRequest.newBuilder(server.resolve("/v1/transcribe?secret=hush"))
        .header("Content-Type", "multipart/form-data; boundary=" + Upload.BOUNDARY)
        .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
        .POST(
            BodyPublishers.concat(
                BodyPublishers.ofString(
                    "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                        .formatted(Upload.BOUNDARY)),
                BodyPublishers.ofFile(Shell.SAMPLE),
                BodyPublishers.ofString("\r\n--%s--\r\n".formatted(Upload.BOUNDARY))))
        .build();
  }

  private static HttpRequest text(ServerProcess server) {
    return HttpRequest.newBuilder(server.resolve("/v1/analyze"))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + KEY)
        .header("traceparent", "00-" + TRACE_OF_TEXT + "-b7ad6b7169203331-01")
        .POST(
            BodyPublishers.ofString(
                "{\"text\": \"Must the country hush?\", \"type\": \"questions\"}"))
        .build();
  }

  private static int spans(String all, String trace) {
    String id = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
    return all.split(Pattern.quote(id), -1).length - 1;
  }

  private synchronized String sent() {
    return sent.toString(StandardCharsets.ISO_8859_1);
  }

  private HttpServer collector() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
              body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            }
            synchronized (this) {
              sent.writeBytes(body);
            }
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
    return server;
  }
}
