package ai.stt.config.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SQL, headers, paths and scripts in every field of every address that {@code /openapi.json} has,
 * against the real server on its real database.
 */
@Timeout(180)
class InjectionIT {
  private static final String KEY = "key-of-the-operator";

  private static final List<String> PAYLOADS =
      List.of(
          "'; DROP TABLE account CASCADE; --",
          "x' OR '1'='1",
          "1; SELECT pg_sleep(20); --",
          "\\'; SELECT pg_sleep(20) --",
          "$$; DELETE FROM transcript; $$",
          "a\r\nSet-Cookie: planted=1\r\n\r\n<html>",
          "a\nplanted: 1",
          "nul\0inside",
          "%0d%0aplanted:%201",
          "../../../../etc/passwd",
          "${jndi:ldap://127.0.0.1:9/x}{{7*7}}<script>alert(1)</script>",
          "\uD83D\uDE00\u202E\uFFFF");

  private static final String HEADER_SAFE = "[ -~]*";

  /** What makes a request good but for the field in question. */
  private static final Map<String, String> GOOD =
      Map.of(
          "email", "somebody@example.org",
          "password", "a long enough phrase",
          "name", "a name",
          "title", "a title",
          "Tus-Resumable", "1.0.0",
          "Upload-Length", "10",
          "Upload-Offset", "0",
          "X-HTTP-Method-Override", "DELETE");

  @TempDir private Path folder = Path.of("");

  private record Probe(String field, HttpRequest request) {}

  @Test
  void noFieldOfAnyAddressIsExecutedSplitOrReflected() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var operator = new Api(client, server.uri(), KEY);
      assertThat(operator.transcribe(Shell.SAMPLE)).contains("segments");
      JsonNode api = operator.get("/openapi.json").json();
      int sent = 0;
      Set<String> fields = new TreeSet<>();
      for (Probe probe : probes(server, api)) {
        assertHarmless(probe, client.send(probe.request(), BodyHandlers.ofString()));
        fields.add(probe.field());
        sent++;
      }
      assertThat(fields).hasSizeGreaterThan(35);
      assertThat(sent).isGreaterThan(400);
      assertThat(operator.get("/api/v1/account/").json().get("id").asLong()).isPositive();
      JsonNode kept = operator.get("/api/v1/transcripts/?status=completed").json();
      assertThat(kept.get("count").asInt()).isEqualTo(1);
      String id = kept.at("/results/0/id").asText();
      assertThat(operator.get("/api/v1/transcripts/" + id + "/").json().get("segments"))
          .isNotEmpty();
      assertThat(server.log()).doesNotContain("ERROR", "pg_sleep");
    }
    assertThat(Shell.run(home, Shell.STT, "credits", "audit").code()).isZero();
  }

  private static void assertHarmless(Probe probe, HttpResponse<String> answer) throws IOException {
    String what = probe.field() + " of " + probe.request().uri() + ": " + answer.body();
    assertThat(answer.statusCode()).as(what).isBetween(200, 499);
    assertThat(answer.headers().map().keySet()).as(what).doesNotContain("planted");
    assertThat(String.join(" ", answer.headers().allValues("Set-Cookie")))
        .as(what)
        .doesNotContain("planted");
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertThat(type).as(what).doesNotContain("html");
    assertThat(answer.body()).as(what).doesNotContain("SQLException", "PSQL", "at ai.stt", "root:");
    if (answer.statusCode() >= 400 && !probe.request().method().equals("HEAD")) {
      JsonNode error = new JsonMapper().readTree(answer.body());
      assertThat(error.path("error").asText()).as(what).isNotBlank().doesNotContain("\n", "\0");
      assertThat(error.path("request_id").asText()).as(what).isNotBlank();
    }
  }

  private static List<Probe> probes(ServerProcess server, JsonNode api) {
    List<Probe> probes = new ArrayList<>();
    api.get("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, operation) -> {
                      for (String payload : PAYLOADS) {
                        var address = new Address(server, api, path, method, operation, payload);
                        probes.addAll(address.probes());
                      }
                    }));
    return probes;
  }

  /** One payload for one operation. */
  private record Address(
      ServerProcess server,
      JsonNode api,
      String path,
      String method,
      JsonNode operation,
      String payload) {
    List<Probe> probes() {
      List<Probe> probes = new ArrayList<>();
      for (JsonNode each : operation.path("parameters")) {
        JsonNode parameter = resolved(each);
        String name = parameter.get("name").asText();
        String in = parameter.get("in").asText();
        if (!in.equals("header") || payload.matches(HEADER_SAFE)) {
          probes.add(new Probe(in + " " + name, request(in, name, null, null)));
        }
      }
      JsonNode content = operation.path("requestBody").path("content");
      JsonNode json = resolved(content.path("application/json").path("schema"));
      for (String name : names(json)) {
        probes.add(
            new Probe("json " + name, request("", "", jsonBody(json, name), "application/json")));
      }
      for (String name : names(resolved(content.path("multipart/form-data").path("schema")))) {
        if (!name.equals("file")) {
          String type = "multipart/form-data; boundary=" + Upload.BOUNDARY;
          probes.add(new Probe("form " + name, request("", "", form(name), type)));
        }
      }
      return probes;
    }

    private JsonNode resolved(JsonNode node) {
      return node.has("$ref") ? api.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static List<String> names(JsonNode schema) {
      List<String> names = new ArrayList<>();
      schema.path("properties").fieldNames().forEachRemaining(names::add);
      if (schema.has("additionalProperties") && names.isEmpty()) {
        names.add("Speaker 1");
      }
      return names;
    }

    private HttpRequest request(
        String in, String field, @Nullable BodyPublisher body, @Nullable String type) {
      String address = path;
      var query = new StringBuilder();
      HttpRequest.Builder request = HttpRequest.newBuilder();
      for (JsonNode each : operation.path("parameters")) {
        JsonNode parameter = resolved(each);
        String name = parameter.get("name").asText();
        boolean meant = name.equals(field) && parameter.get("in").asText().equals(in);
        String value =
            meant ? payload : GOOD.getOrDefault(name, name.equals("format") ? "srt" : "1");
        switch (parameter.get("in").asText()) {
          case "path" -> address = address.replace("{" + name + "}", encoded(value));
          case "query" -> {
            if (meant) {
              query.append('?').append(encoded(name)).append('=').append(encoded(value));
            }
          }
          default -> {
            if (meant || parameter.path("required").asBoolean()) {
              request.header(name, value);
            }
          }
        }
      }
      if (type != null) {
        request.header("Content-Type", type);
      }
      return request
          .uri(server.resolve(address + query))
          .timeout(Duration.ofSeconds(15))
          .header("Authorization", "Bearer " + KEY)
          .method(method.toUpperCase(Locale.ROOT), body == null ? BodyPublishers.noBody() : body)
          .build();
    }

    private BodyPublisher jsonBody(JsonNode schema, String field) {
      ObjectNode body = new JsonMapper().createObjectNode();
      for (JsonNode required : schema.path("required")) {
        body.put(required.asText(), GOOD.getOrDefault(required.asText(), "x"));
      }
      return BodyPublishers.ofString(body.put(field, payload).toString());
    }

    private BodyPublisher form(String field) {
      return BodyPublishers.ofString(
          """
          --%1$s\r
          Content-Disposition: form-data; name="%2$s"\r
          \r
          %3$s\r
          --%1$s\r
          Content-Disposition: form-data; name="file"; filename="%4$s"\r
          \r
          no sound\r
          --%1$s--\r
          """
              .formatted(Upload.BOUNDARY, field, payload, quoted()));
    }

    private String quoted() {
      return payload.replaceAll("[\"\\\\\\p{Cntrl}]", "_");
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
  }
}
