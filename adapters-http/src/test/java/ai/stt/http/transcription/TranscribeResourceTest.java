package ai.stt.http.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TranscribeResourceTest extends ServerTest {

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(server.uploads()).isEmpty();
    assertThat(server.models().openLeases()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/transcribe", "/v1/transcribe/"})
  void theAnswerHasEveryFieldOfTheReference(String path) throws Exception {
    HttpResponse<String> response =
        send(Form.saying("Hello to the meeting.").field("model", "base").post(server.uri(path)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("X-Model")).contains("base");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    JsonNode answer = new ObjectMapper().readTree(response.body());
    assertThat(answer.path("text").asText()).isEqualTo("Hello to the meeting.");
    assertThat(answer.path("language").asText()).isEqualTo("en");
    assertThat(answer.path("language_probability").asDouble()).isEqualTo(0.9877);
    assertThat(answer.path("duration").asDouble()).isEqualTo(2.333);
    assertThat(answer.path("model").asText()).isEqualTo("base");
    assertThat(answer.path("id").asLong()).isBetween(1L << 52, 1L << 53);
    assertThat(answer.get("slug").isNull()).isTrue();
    assertThat(answer.path("credits_used").asInt(-1)).isZero();
    assertThat(answer.get("speakers")).isEmpty();
    assertThat(answer.get("warnings")).isEmpty();
    assertThat(answer.has("speaker_turns")).isFalse();
    JsonNode segment = answer.path("segments").path(0);
    assertThat(segment.path("confidence").asDouble()).isEqualTo(0.95);
    assertThat(segment.has("speaker")).isFalse();
    assertThat(segment.path("words").path(1))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"word": "to", "start": 0.333, "end": 0.667, "confidence": 0.9877}
                    """));
  }

  @Test
  void fieldsMayComeAfterTheFile() throws Exception {
    var form = new Form().field("language", "German").file("file", "a.wav", "say:Guten Tag");
    form.field("model", "base").field("response_format", "json");
    JsonNode answer = json(form);
    assertThat(answer.path("language").asText()).isEqualTo("de");
    assertThat(answer.path("model").asText()).isEqualTo("base");
  }

  @Test
  void aModelThatIsNotInstalledFallsBackAndTheAnswerSaysSo() throws Exception {
    assertThat(json(Form.saying("one")).path("model").asText()).isEqualTo("base");
    assertThat(json(Form.saying("two").field("model", "large-v3-turbo")).path("model").asText())
        .isEqualTo("base");
  }

  @ParameterizedTest
  @CsvSource({
    "txt, text/plain;charset=utf-8",
    "text, text/plain;charset=utf-8",
    "srt, application/x-subrip;charset=utf-8",
    "vtt, text/vtt;charset=utf-8",
  })
  void textFormatsAreBodiesAndNotJson(String format, String type) throws Exception {
    HttpResponse<String> response =
        send(Form.saying("Hello there").field("response_format", format).post(uri()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
    assertThat(response.headers().firstValue("X-Model")).contains("base");
    assertThat(response.body()).contains("Hello there").doesNotContain("{");
  }

  @Test
  void verboseJsonHasSpeakerTurns() throws Exception {
    JsonNode answer = json(Form.saying("Hello").field("response_format", "verbose_json"));
    assertThat(answer.get("speaker_turns")).isEmpty();
    assertThat(answer.path("text").asText()).isEqualTo("Hello");
  }

  @Test
  void silenceIsNoSentence() throws Exception {
    JsonNode answer = json(new Form().file("file", "s.wav", "silence"));
    assertThat(answer.path("text").asText("?")).isEmpty();
    assertThat(answer.get("segments")).isEmpty();
    assertThat(answer.path("duration").asDouble()).isEqualTo(2);
  }

  @Test
  void whoeverAsksForSpeakersIsToldThatThereAreNone() throws Exception {
    JsonNode asked = json(Form.saying("hi").field("diarize", "true").field("speakers", "2"));
    assertThat(asked.path("warnings").path(0).asText()).startsWith("diarize:");
    JsonNode declined = json(Form.saying("hi").field("diarize", "No").field("speakers", "0"));
    assertThat(declined.get("warnings")).isEmpty();
  }

  @Test
  void anUnknownFieldIsNamedAndIgnored() throws Exception {
    JsonNode answer =
        json(Form.saying("hi").field("langauge", "fr").field("x", "1").field("x", "2"));
    assertThat(answer.get("warnings")).hasSize(2);
    assertThat(answer.path("warnings").path(0).asText()).contains("langauge");
  }

  @Test
  void everyOptionalFieldMayBeEmptyOrOff() throws Exception {
    var form = Form.saying("hi");
    for (String name :
        List.of("model", "language", "diarize", "speakers", "response_format", "prompt", "url")) {
      form.field(name, "");
    }
    form.field("async", "false").field("webhook_url", " ");
    assertThat(json(form).path("text").asText()).isEqualTo("hi");
  }

  @Test
  void aFileOfAnyNameIsJustAFile() throws Exception {
    for (String name :
        List.of(
            "../../etc/passwd",
            "a\\\"b\\\".wav",
            "x".repeat(4000),
            "語".repeat(4000),
            "nul\u0000.wav",
            "two\nlines.wav",
            "")) {
      JsonNode answer = json(new Form().file("file", name, "say:still here"));
      assertThat(answer.path("text").asText()).isEqualTo("still here");
    }
    String encoded = "name=\"file\"; filename*=UTF-8''na%C3%AFve%00.wav";
    assertThat(json(new Form().part(encoded, "say:ok")).path("text").asText()).isEqualTo("ok");
    assertThat(json(new Form().field("file", "say:no name")).path("text").asText())
        .isEqualTo("no name");
  }

  @Test
  void aFileNameWithALineBreakInTheHeaderDoesNoHarm() throws Exception {
    var form = new Form().file("file", "a\r\nX-Evil: 1\r\n.wav", "say:harmless");
    HttpResponse<String> response = send(form.post(uri()));
    assertThat(response.statusCode()).isIn(200, 400);
    String said = response.statusCode() == 200 ? "text" : "error";
    assertThat(new ObjectMapper().readTree(response.body()).path(said).asText()).isNotBlank();
    assertThat(response.headers().firstValue("X-Evil")).isEmpty();
  }

  private static URI uri() {
    return server.uri("/v1/transcribe");
  }

  private static JsonNode json(Form form) throws Exception {
    HttpResponse<String> response = send(form.post(uri()));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
