package ai.stt.http.enhancement;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class EnhanceResourceTest extends ServerTest {
  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(server.uploads()).isEmpty();
    assertThat(server.models().openLeases()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/enhance-audio", "/v1/enhance-audio/"})
  void aStereoRecordingBecomesAStereoWavFile(String path) throws Exception {
    HttpResponse<byte[]> response =
        CLIENT.send(
            file("tone")
                .field("model", "clean")
                .post(server.uri(path))
                .header("Authorization", "Bearer stt_good")
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("audio/wav");
    assertThat(response.headers().firstValue("X-Model")).contains("clean");
    assertThat(response.headers().firstValue("X-Duration")).contains("1.000");
    assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    byte[] wav = response.body();
    assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(wav.length);
    assertThat(wav).hasSize(44 + 48_000 * 4);
    assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    ByteBuffer header = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.getShort(22)).isEqualTo((short) 2);
    assertThat(header.getInt(24)).isEqualTo(48_000);
  }

  @Test
  void withoutAKeyOrWithAnotherOneNobodyGetsIn() throws Exception {
    for (String key : new String[] {"", "Bearer stt_bad", "Basic x"}) {
      HttpRequest.Builder request = file("tone").post(server.uri("/v1/enhance-audio"));
      if (!key.isEmpty()) {
        request.header("Authorization", key);
      }
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
      assertThat(response.body()).contains("\"error\"", "\"request_id\"");
    }
  }

  @Test
  void theDefaultModelThatIsNotInstalledIs503WithTheCommand() throws Exception {
    HttpResponse<String> response = send(file("tone"));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(error(response)).contains("stt models pull deepfilternet3");
  }

  @Test
  void whatIsNoSoundNoFileOrNoModelIsTheCallersMistake() throws Exception {
    HttpResponse<String> noSound = send(file("text").field("model", "clean"));
    assertThat(noSound.statusCode()).isIn(400, 415);
    assertThat(error(noSound)).contains("no audio");
    assertThat(send(file("").field("model", "clean")).statusCode()).isEqualTo(400);
    assertThat(send(new Form().field("model", "clean")).statusCode()).isEqualTo(400);
    HttpResponse<String> noModel = send(file("tone").field("model", "nope"));
    assertThat(noModel.statusCode()).isEqualTo(400);
    assertThat(error(noModel)).contains("clean");
    HttpResponse<String> twice = send(file("tone").field("model", "clean").field("model", "x"));
    assertThat(twice.statusCode()).isEqualTo(400);
  }

  @Test
  void aClientThatGoesAwayEndsTheWork() throws Exception {
    byte[] body = file("endless").field("model", "clean").bytes();
    try (var client = new RawClient(server.port())) {
      client.send(
          String.join(
              "\r\n",
              "POST /v1/enhance-audio HTTP/1.1",
              "Host: localhost",
              "Authorization: Bearer stt_good",
              "Content-Type: multipart/form-data; boundary=" + Form.BOUNDARY,
              "Content-Length: " + body.length,
              "",
              ""));
      client.send(body, body.length);
      awaitEndless(1);
      client.hangUp();
      awaitEndless(0);
    }
    while (!server.uploads().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aStartedMinuteIsPaidWhatFailsIsNotAndWithoutCreditsItIs402() throws Exception {
    String key = server.newKey("pays@example.org");
    assertThat(send(file("tone").field("model", "clean"), key).statusCode()).isEqualTo(200);
    assertThat(send(file("text").field("model", "clean"), key).statusCode()).isIn(400, 415);
    JsonNode credits =
        new ApiClient(CLIENT, server, key).get("/api/v1/account/").json().get("credits");
    assertThat(credits.get("used").asInt()).isEqualTo(1);
    assertThat(credits.get("balance").asInt()).isEqualTo(9);
    assertThat(credits.get("reserved").asInt()).isZero();

    String poor = server.accounts().key("poor@example.org", Platform.BOUGHT);
    HttpResponse<String> refused = send(file("tone").field("model", "clean"), poor);
    assertThat(refused.statusCode()).isEqualTo(402);
    assertThat(refused.body()).contains("\"code\":\"no_credits\"");
  }

  @Test
  void aRepetitionWithItsIdempotencyKeyIsDoneAgainAndPaidOnce() throws Exception {
    String key = server.newKey("repeats@example.org");
    Form form = file("tone").field("model", "clean");
    HttpResponse<String> first = send(form, key, "once");
    assertThat(first.statusCode()).isEqualTo(200);
    HttpResponse<String> again = send(form, key, "once");
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(send(file("text").field("model", "clean"), key, "once").statusCode()).isEqualTo(409);
    assertThat(send(form, key, "k".repeat(256)).statusCode()).isEqualTo(400);
    assertThat(used(key)).isEqualTo(1);
    assertThat(send(form, key, "twice").statusCode()).isEqualTo(200);
    assertThat(used(key)).isEqualTo(2);
  }

  @Test
  void whileTheFirstIsAtWorkARepetitionIsTurnedAwayAndMayComeWhenItWasCutOff() throws Exception {
    String key = server.newKey("impatient@example.org");
    byte[] body = file("endless").field("model", "clean").bytes();
    try (var client = new RawClient(server.port())) {
      client.send(
          """
          POST /v1/enhance-audio HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Idempotency-Key: once\r
          Content-Type: multipart/form-data; boundary=%s\r
          Content-Length: %d\r
          \r
          """
              .formatted(key, Form.BOUNDARY, body.length));
      client.send(body, body.length);
      awaitEndless(1);
      HttpResponse<String> refused = send(file("endless").field("model", "clean"), key, "once");
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      client.hangUp();
      awaitEndless(0);
    }
    HttpResponse<String> again = send(file("tone").field("model", "clean"), key, "once");
    while (again.statusCode() == 409) { // until the first request has ended, too
      again = send(file("tone").field("model", "clean"), key, "once");
    }
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(used(key)).isEqualTo(1);
  }

  private static int used(String key) throws Exception {
    return new ApiClient(CLIENT, server, key)
        .get("/api/v1/account/")
        .json()
        .at("/credits/used")
        .asInt();
  }

  private static HttpResponse<String> send(Form form, String key, String idempotency)
      throws Exception {
    return CLIENT.send(
        form.post(server.uri("/v1/enhance-audio"))
            .header("Authorization", "Bearer " + key)
            .header("Idempotency-Key", idempotency)
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aKeyRevokedDuringALongUploadEnhancesNothing() throws Exception {
    var made = server.accounts().signUp("revoked@example.org", Platform.BUSY);
    byte[] body = file("tone").field("model", "clean").bytes();
    try (var client = new RawClient(server.port())) {
      client.send(
          """
          POST /v1/enhance-audio HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Content-Type: multipart/form-data; boundary=%s\r
          Content-Length: %d\r
          \r
          """
              .formatted(made.key().secret().reveal(), Form.BOUNDARY, body.length));
      client.send(body, body.length - 10);
      while (server.uploads().isEmpty()) {
        Thread.onSpinWait();
      }

      server.accounts().platform.revokeKey.revoke(made.account().id(), made.key().key().id());
      client.send(Arrays.copyOfRange(body, body.length - 10, body.length), 10);

      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.body()).contains("\"code\":\"unauthorized\"");
    }
  }

  private static void awaitEndless(int count) {
    while (server.sounds().endless() != count) {
      Thread.onSpinWait();
    }
  }

  private static Form file(String content) {
    return new Form().file("file", "a.wav", content);
  }

  private static HttpResponse<String> send(Form form) throws Exception {
    return send(form, FakeAccounts.LISTED);
  }

  private static HttpResponse<String> send(Form form, String key) throws Exception {
    return CLIENT.send(
        form.post(server.uri("/v1/enhance-audio")).header("Authorization", "Bearer " + key).build(),
        BodyHandlers.ofString());
  }

  private static String error(HttpResponse<String> response) throws IOException {
    JsonNode answer = new ObjectMapper().readTree(response.body());
    return answer.path("error").asText();
  }
}
