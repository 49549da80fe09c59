package ai.stt.http.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerTest;
import ai.stt.speech.error.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers is what its description says, and the other way round. */
final class OpenApiTest extends ServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Parts of the page, no API. */
  private static final Set<String> UNDESCRIBED = Set.of("GET /docs/docs.js", "GET /docs/docs.css");

  /** Not of Jersey. */
  private static final String STREAM = "GET /v1/stream";

  private static JsonNode api;

  @BeforeAll
  static void readDescription() throws Exception {
    api = JSON.readTree(get("/openapi.json").body());
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
    var described = new TreeSet<String>();
    api.get("paths")
        .forEachEntry(
            (path, methods) ->
                methods.forEachEntry(
                    (method, operation) ->
                        described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    var routes = new TreeSet<>(server.routes());
    assertThat(routes).containsAll(UNDESCRIBED);
    routes.removeAll(UNDESCRIBED);
    routes.add(STREAM);
    assertThat(described).isEqualTo(routes).hasSizeGreaterThan(5);
  }

  @Test
  void itTellsTheVersionAndEveryErrorCode() {
    assertThat(api.path("openapi").asText()).startsWith("3.1");
    assertThat(api.at("/info/version").asText()).isEqualTo("1.2.3");
    var codes = new ArrayList<String>();
    api.at("/components/schemas/Error/properties/code/enum").forEach(c -> codes.add(c.asText()));
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(codes).contains(code.name().toLowerCase(Locale.ROOT));
    }
    assertThat(codes).hasSize(ErrorCode.values().length);
  }

  @Test
  void itsReferencesLeadSomewhereAndItsExamplesAreValid() {
    for (JsonNode reference : api.findValues("$ref")) {
      String pointer = reference.asText();
      assertThat(api.at(pointer.substring(1)).isMissingNode()).as(pointer).isFalse();
    }
    int examples = 0;
    for (JsonNode content : api.findValues("application/json")) {
      if (content.has("example")) {
        assertValid(content.at("/schema/$ref").asText(), content.get("example"));
        examples++;
      }
    }
    assertThat(examples).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/",
        "/v1/models",
        "/v1/models/",
        "/v1/models?capability=all",
        "/v1/languages",
        "/v1/languages/"
      })
  void realAnswersAreAsDescribed(String address) throws Exception {
    HttpResponse<String> response = get(address);
    assertThat(response.statusCode()).isEqualTo(200);
    String path = address.replaceAll("/?(\\?.*)?$", "");
    assertDescribed("/paths/" + path.replace("/", "~1") + "/get/responses", response);
  }

  @Test
  void whatAnswersAPlainRequestForAStreamIsAsDescribed() throws Exception {
    String responses = "/paths/~1v1~1stream/get/responses";
    HttpResponse<String> plain = get("/v1/stream?language=en");
    assertThat(plain.statusCode()).isEqualTo(426);
    assertDescribed(responses, plain);
    HttpRequest post = HttpRequest.newBuilder(server.uri("/v1/stream")).DELETE().build();
    HttpResponse<String> other = CLIENT.send(post, BodyHandlers.ofString());
    assertThat(other.statusCode()).isEqualTo(405);
    assertThat(other.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
    assertDescribed(responses, other);
  }

  @Test
  void realTranscriptionsAreAsDescribed() throws Exception {
    for (String format : List.of("json", "verbose_json", "txt", "srt", "vtt")) {
      var form = Form.saying("Hello there").field("response_format", format);
      assertDescribed("/paths/~1v1~1transcribe/post/responses", post(form));
    }
    assertDescribed("/paths/~1v1~1transcribe/post/responses", post(new Form()));
    assertDescribed(
        "/paths/~1v1~1transcribe/post/responses",
        post(new Form().file("file", "big", "x".repeat(2 << 20))));
  }

  @Test
  void realTranscriptsAreAsDescribed() throws Exception {
    String key = server.newKey("described@example.org");
    HttpRequest.Builder form = Form.saying("Hello there").field("async", "1").post(transcribe());
    HttpResponse<String> accepted = send(form, key);
    assertThat(accepted.statusCode()).isEqualTo(202);
    assertDescribed("/paths/~1v1~1transcribe/post/responses", accepted);
    String slug = JSON.readTree(accepted.body()).get("slug").asText();
    send(Form.saying("Hello there").post(transcribe()), key);
    String all = "/paths/~1api~1v1~1transcripts";
    assertDescribed(all + "/get/responses", ask("", key));
    assertDescribed(all + "/get/responses", ask("?limit=0", key));
    assertDescribed(all + "/get/responses", ask("", "stt_wrong"));
    for (String path : List.of("", "/segments", "/export/{format}", "/events")) {
      String address = "/" + slug + path.replace("{format}", "txt");
      String described = all + "~1{id}" + path.replace("/", "~1") + "/get/responses";
      HttpResponse<String> response = ask(address, key);
      assertThat(response.statusCode()).as(address).isEqualTo(200);
      assertDescribed(described, response);
      assertDescribed(described, ask(address.replace(slug, "0"), key));
    }
  }

  @Test
  void realAnswersAboutTextsAreAsDescribed() throws Exception {
    String key = server.newKey("texts@example.org");
    String text = "\"text\":\"We must go to ada@example.org. Who is it?\"";
    describedPost("/v1/embed", "{\"texts\":[\"a\"]}", key);
    describedPost("/v1/summarize", "{" + text + "}", key);
    for (String type :
        List.of("sentiment", "topics", "entities", "action_items", "questions", "pii_redact")) {
      describedPost("/v1/analyze", "{" + text + ",\"type\":\"" + type + "\"}", key);
    }
    for (String kind : List.of("key_quotes", "meeting_notes", "quiz", "poem")) {
      describedPost("/v1/generate", "{" + text + ",\"type\":\"" + kind + "\"}", key);
    }
    describedPost("/v1/summarize", "{" + text + "}", "stt_wrong");
    HttpRequest.Builder form = Form.saying("Hello there").post(transcribe());
    String slug = JSON.readTree(send(form, key).body()).get("slug").asText();
    String path = "/api/v1/transcripts/{id}/";
    describedPost(path + "summarize", "{}", key, slug);
    describedPost(path + "analyze", "{}", key, slug);
    describedPost(path + "generate", "{\"type\":\"chapter_markers\"}", key, slug);
    describedPost(path + "chat", "{\"question\":\"Hello?\"}", key, slug);
    describedPost(path + "chat", "{\"question\":\"Hello?\"}", key, "0");
    assertDescribed(
        "/paths/" + (path + "summarize").replace("/", "~1") + "/get/responses",
        ask("/" + slug + "/summarize", key));
  }

  private static void describedPost(String path, String body, String key, String... id)
      throws Exception {
    String address = id.length == 0 ? path : path.replace("{id}", id[0]);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(address))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    String described = "/paths/" + path.replace("/", "~1") + "/post/responses";
    assertDescribed(described, send(request, key));
  }

  @Test
  void realWebhookListsAreAsDescribed() throws Exception {
    String key = server.newKey("hooks-described@example.org");
    send(Form.saying("Hello").field("webhook_url", "https://hook.test/").post(transcribe()), key);
    for (String path : List.of("/api/v1/webhooks/secret", "/api/v1/webhooks/deliveries")) {
      String described = "/paths/" + path.replace("/", "~1") + "/get/responses";
      HttpResponse<String> answer = send(HttpRequest.newBuilder(server.uri(path)), key);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertDescribed(described, answer);
      assertDescribed(described, send(HttpRequest.newBuilder(server.uri(path)), "stt_wrong"));
    }
  }

  @Test
  void realAnswersToTheOperatorAreAsDescribed() throws Exception {
    for (String path : List.of("/admin/plugins", "/admin/models", "/admin/devices", "/metrics")) {
      String described = "/paths/" + path.replace("/", "~1") + "/get/responses";
      for (String key : List.of(FakeAccounts.LISTED, "stt_wrong")) {
        assertDescribed(described, send(HttpRequest.newBuilder(server.uri(path)), key));
      }
    }
    for (String action : List.of("load", "unload", "pin", "unpin")) {
      String path = "/admin/models/{id}/" + action;
      describedPost(path, "", FakeAccounts.LISTED, "base");
      describedPost(path, "", FakeAccounts.LISTED, "none");
      describedPost(path, "", server.newKey(action + "@example.org"), "base");
    }
  }

  private static URI transcribe() {
    return server.uri("/v1/transcribe");
  }

  private static HttpResponse<String> ask(String path, String key) throws Exception {
    return send(HttpRequest.newBuilder(server.uri("/api/v1/transcripts" + path)), key);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String key)
      throws Exception {
    return CLIENT.send(
        request.header("Authorization", "Bearer " + key).build(), BodyHandlers.ofString());
  }

  @Test
  void realRefusalsAreAsDescribed() throws Exception {
    assertDescribed("/paths/~1v1~1models/get/responses", get("/v1/models?capability=juggling"));
    assertDescribed("/paths/~1v1~1languages/get/responses", get("/v1/languages?capability=tts"));
    HttpRequest delete = HttpRequest.newBuilder(server.uri("/health")).DELETE().build();
    assertDescribed("/paths/~1health/get/responses", CLIENT.send(delete, BodyHandlers.ofString()));
  }

  @Test
  void thePageLoadsOnlyWhatThisServerHas() throws Exception {
    for (String path : List.of("/docs", "/docs/")) {
      HttpResponse<String> page = get(path);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(page.body())
          .contains("src=\"/docs/docs.js\"", "href=\"/docs/docs.css\"")
          .doesNotContain("http://", "https://", "onclick", "style=", "<style", "<script>");
    }
    String script = get("/docs/docs.js").body();
    assertThat(script).contains("/v1/transcribe").doesNotContain("://", "innerHTML", "eval(");
    assertThat(get("/docs/docs.css").body()).doesNotContain("url(", "@import");
    assertThat(get("/docs/other.js").statusCode()).isEqualTo(404);
  }

  private static void assertDescribed(String responses, HttpResponse<String> response)
      throws Exception {
    JsonNode described = api.at(responses).path(String.valueOf(response.statusCode()));
    if (described.has("$ref")) {
      described = api.at(described.get("$ref").asText().substring(1));
    }
    String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode content = described.path("content").path(type);
    assertThat(content.isMissingNode())
        .as("%s %s is not described", response.statusCode(), type)
        .isFalse();
    if (type.equals("application/json")) {
      assertValid(content.at("/schema/$ref").asText(), JSON.readTree(response.body()));
    }
  }

  private static void assertValid(String reference, JsonNode value) {
    var schema = JSON.createObjectNode();
    schema.put("$ref", reference);
    schema.set("components", api.get("components"));
    JsonSchema compiled =
        JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema((JsonNode) schema);
    assertThat(compiled.validate(value)).as(reference).isEmpty();
    // the check itself can fail
    assertThat(compiled.validate(JSON.createArrayNode())).isNotEmpty();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(Form form) throws Exception {
    return CLIENT.send(form.post(server.uri("/v1/transcribe")).build(), BodyHandlers.ofString());
  }
}
