package ai.stt.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every no is JSON with a sentence and a request id, whoever in the server says it. */
final class ErrorPagesTest {
  @TempDir private static java.nio.file.Path folder;
  private static TestServer server;

  /** Fails in ways that the real resources should not. */
  @Path("/v1/test")
  public static final class Failing {
    /** Throws. */
    @GET
    public String fail(@QueryParam("as") String as, @Context HttpServletResponse response)
        throws IOException, InterruptedException {
      if (as.equals("stopped")) {
        throw new InterruptedException("secret detail");
      }
      if (as.equals("sent")) {
        response.sendError(503, "secret detail");
        return "";
      }
      throw as.equals("state")
          ? new IllegalStateException("secret detail")
          : new UnsupportedOperationException("secret detail");
    }

    /** Takes JSON only. */
    @POST
    @Consumes("application/json")
    public String json(Map<String, Integer> body) {
      return body.toString();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = new ServerOptions(folder).resource(new Failing()).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /v1/nothing, 404",
    "GET, /api/v1/keys/, 401",
    "GET, /v1/transcribe/deeper/and/deeper, 404",
    "GET, /v1/../../etc/passwd, 400",
    "GET, /v1/%2e%2e/%2e%2e/etc/passwd, 400",
    "GET, /v1/models%2f, 400",
    "GET, /v1/%zz, 400",
    "GET, /v1/models%00, 400",
    "GET, '/v1/models;a=b', 200",
    "DELETE, /v1/models, 405",
    "PUT, /v1/transcribe, 405",
    "GET, /v1/transcribe, 405",
    "PATCH, /health/, 405",
    "BREW, /health, 405",
    "POST, /v1/test, 415",
    "GET, /v1/test?as=state, 500",
    "GET, /v1/test?as=other, 500",
    "GET, /v1/test?as=sent, 503",
    "GET, /v1/test?as=stopped, 503",
    "GET, /v1/models?capability=juggling, 400",
  })
  void everyStatusIsJson(String method, String path, int status) throws IOException {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 0\r\nX-Request-Id: r-1\r\n\r\n";
    RawClient.Answer answer = ask(request);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("content-type", "application/json");
    if (status != 200) {
      // an address that is no address is refused before the headers are read
      assertIsError(answer, path.contains("/..") || path.contains("%") ? null : "r-1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/nothing",
        "/v1/%zz",
        "/v1/models%00",
        "/v1/models%2f",
        "/v1/../../etc/passwd"
      })
  void aConnectionGoesOnUnlessTheAnswerSaysThatItEnds(String path) throws IOException {
    try (var client = new RawClient(server.port())) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
      if ("close".equals(client.read().headers().get("connection"))) {
        assertThat(client.rest()).isEmpty();
      } else {
        client.send("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage\r\n\r\n",
        "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /health HTTP/1.1\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        "POST /v1/transcribe HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /health HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n",
      })
  void whatIsNoHttpIsJsonToo(String request) throws IOException {
    RawClient.Answer answer = ask(request);
    assertThat(answer.status()).isIn(400, 505);
    assertIsError(answer, null);
  }

  @Test
  void headersThatAreTooLarge() throws IOException {
    RawClient.Answer answer =
        ask("GET /health HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(20_000) + "\r\n\r\n");
    assertThat(answer.status()).isEqualTo(431);
    assertIsError(answer, null);
    answer = ask("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer.status()).isEqualTo(414);
    assertIsError(answer, null);
  }

  @Test
  void anAcceptThatExcludesJsonIs406InJson() throws IOException {
    for (String path : new String[] {"GET /v1/models", "GET /health", "POST /v1/transcribe"}) {
      RawClient.Answer answer =
          ask(path + " HTTP/1.1\r\nHost: x\r\nAccept: image/png\r\nContent-Length: 0\r\n\r\n");
      assertThat(answer.status()).isEqualTo(406);
      assertIsError(answer, null);
    }
  }

  @Test
  void bodiesThatAreNotJsonAre400() throws IOException {
    RawClient.Answer answer =
        ask(
            "POST /v1/test HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{nope");
    assertThat(answer.status()).isEqualTo(400);
    assertIsError(answer, null);
  }

  @Test
  void aWrongMethodNamesTheRightOnes() throws IOException {
    RawClient.Answer answer = ask("GET /v1/transcribe/ HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer.headers().get("allow")).contains("POST");
    for (String method : new String[] {"TRACE", "QUERY", "PUT"}) {
      answer = ask(method + " /v1/transcribe HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.headers().get("allow")).as(method).contains("POST");
    }
    answer = ask("OPTIONS /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("allow")).contains("GET");
  }

  @Test
  void headIsGetWithoutABody() throws IOException {
    try (var client = new RawClient(server.port())) {
      client.send("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }
    try (var client = new RawClient(server.port())) {
      client.send("HEAD /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      String all = client.rest();
      assertThat(all).startsWith("HTTP/1.1 404").containsIgnoringCase("x-request-id:");
      assertThat(all).endsWith("\r\n\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "abc-123_4.5, true",
    "'', false",
    "has space, false",
    "<script>, false",
    "ümlaut, false",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
  })
  void theRequestIdIsTakenWhenSane(String id, boolean taken) throws IOException {
    RawClient.Answer answer =
        ask("GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + id + "\r\n\r\n");
    String given = answer.headers().get("x-request-id");
    if (taken) {
      assertThat(given).isEqualTo(id);
    } else {
      assertThat(given).matches("[0-9a-f]{32}");
    }
  }

  private static RawClient.Answer ask(String request) throws IOException {
    try (var client = new RawClient(server.port())) {
      return client.send(request).read();
    }
  }

  private static void assertIsError(RawClient.Answer answer, @Nullable String id)
      throws IOException {
    assertThat(answer.headers()).containsEntry("content-type", "application/json");
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.path("error").asText()).isNotBlank();
    assertThat(body.path("code").asText()).matches("[a-z_]+");
    assertThat(body.path("request_id").asText())
        .isNotBlank()
        .isEqualTo(answer.headers().get("x-request-id"));
    if (id != null) {
      assertThat(body.path("request_id").asText()).isEqualTo(id);
    }
    assertThat(answer.body()).doesNotContain("secret", "<html", "Exception", "\tat ");
  }
}
