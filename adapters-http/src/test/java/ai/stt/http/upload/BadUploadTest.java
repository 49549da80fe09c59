package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.http.testing.Form;
import ai.stt.http.testing.RawClient;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bad upload: the right status, a sentence that helps, nothing left, the server well. */
final class BadUploadTest {
  private static final int MAX_FILE = 1 << 20;
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        new ServerOptions(folder)
            .maxUploadBytes(MAX_FILE)
            .idleTimeout(Duration.ofSeconds(2))
            .drain(DRAIN)
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theServerIsWell() throws Exception {
    awaitNoUploads();
    assertThat(server.speech().running()).isZero();
    HttpResponse<String> after = send(Form.saying("well"));
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(server.uploads()).isEmpty();
  }

  @Test
  void noFile() throws Exception {
    refused(send(new Form().field("model", "base")), 400, "file: missing");
    refused(send(new Form()), 400, "file");
  }

  @Test
  void anEmptyFile() throws Exception {
    refused(send(new Form().file("file", "a.wav", "")), 400, "file: it is empty");
  }

  @Test
  void twoFiles() throws Exception {
    refused(send(Form.saying("a").file("file", "b.wav", "say:b")), 400, "more than one");
  }

  @Test
  void aFileInTheWrongField() throws Exception {
    refused(send(new Form().file("audio", "a.wav", "say:a")), 400, "audio: a file, but");
  }

  @Test
  void aFileThatIsNoMedia() throws Exception {
    refused(send(new Form().file("file", "song.mp3", "just text")), 400, "no audio");
  }

  @ParameterizedTest
  @CsvSource({
    "diarize, maybe, 'true, false, 1, 0, yes, no'",
    "speakers, -1, 0 (unknown) to 50",
    "speakers, many, 0 (unknown) to 50",
    "speakers, 51, 0 (unknown) to 50",
    "speakers, 99999999999999999999, 0 (unknown) to 50",
    "response_format, docx, 'json, verbose_json, txt, text, srt, vtt'",
    "language, klingon, /v1/languages",
    "language, ja, does not understand 'ja'",
    "model, nonsense, 'live models: base, tiny.en'",
    "model, ../../etc/passwd, 'live models: base, tiny.en'",
    "async, true, needs the key of an account",
    "async, perhaps, 'true, false'",
    "url, not an address, not an address",
    "webhook_url, https://example.org/, needs the key of an account",
    "webhook_url, not an address, not an address",
  })
  void aWrongValueIsNamedWithWhatIsAllowed(String field, String value, String says)
      throws Exception {
    Form first = new Form().field(field, value).file("file", "a.wav", "say:a");
    Form last = new Form().file("file", "a.wav", "say:a").field(field, value);
    if (!field.equals("model")) {
      first.field("model", "base");
      last.field("model", "base");
    }
    refused(send(first), 400, says);
    refused(send(last), 400, says);
  }

  @Test
  void aFieldGivenTwiceOrTooLong() throws Exception {
    refused(send(Form.saying("a").field("model", "x").field("model", "y")), 400, "model: given");
    refused(send(Form.saying("a").field("prompt", "p".repeat(1025))), 400, "prompt: longer");
    var many = Form.saying("a");
    for (int i = 0; i < 100; i++) {
      many.field("f" + i, "");
    }
    refused(send(many), 400, "more than 100 parts");
    refused(send(new Form().file("file", "n".repeat(70_000), "say:a")), 400, "file name");
  }

  @Test
  void theTextThatNodesFetchSendsForAFormOfThePackage() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/v1/transcribe"))
            .header("Content-Type", "multipart/form-data; boundary=-----12345")
            .POST(BodyPublishers.ofString("[object FormData]"))
            .build();
    refused(CLIENT.send(request, BodyHandlers.ofString()), 400, "built-in FormData");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, {}",
    "application/x-www-form-urlencoded, file=abc&model=base",
    "text/plain, '[object FormData]'",
    "audio/wav, RIFF....",
    "multipart/form-data, no boundary",
    "multipart/mixed; boundary=x, --x--",
    "multipart/form-data; boundary=x, ''",
  })
  void whatIsNotMultipart(String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/v1/transcribe"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    refused(CLIENT.send(request, BodyHandlers.ofString()), 400, "curl -F file=@");
  }

  @Test
  void aBodyThatBreaksOff() throws Exception {
    byte[] body = new Form().file("file", "a.wav", "say:" + "a".repeat(50_000)).bytes();
    for (int sent : new int[] {0, 1, 30, 120, 40_000, body.length - 3}) {
      try (var client = new RawClient(server.port())) {
        client.head(body.length).send(body, sent);
        client.finishSending();
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("broke off").contains("request_id");
      }
      awaitNoUploads();
    }
  }

  @Test
  void aClientThatDiesWhileItSends() throws Exception {
    byte[] body = new Form().file("file", "a.wav", "say:" + "a".repeat(50_000)).bytes();
    try (var client = new RawClient(server.port())) {
      client.head(body.length).send(body, 20_000);
      awaitUpload();
      client.reset();
    }
    awaitNoUploads();
  }

  @Test
  void aClientThatStallsIsGivenUp() throws Exception {
    byte[] body = new Form().file("file", "a.wav", "say:" + "a".repeat(50_000)).bytes();
    try (var client = new RawClient(server.port())) {
      client.head(body.length).send(body, 20_000);
      awaitUpload();
      assertThat(client.rest()).contains("400").contains("broke off");
    }
  }

  @Test
  void aSlowClientIsServedHoweverLongItTakes() throws Exception {
    byte[] body = Form.saying("slow").bytes();
    try (var client = new RawClient(server.port())) {
      client.head(body.length);
      for (int i = 0; i < body.length; i += 40) {
        client.send(Arrays.copyOfRange(body, i, Math.min(i + 40, body.length)), 40);
        Thread.sleep(700);
      }
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void threeGigabytesAnnouncedAreRefusedUnread() throws Exception {
    try (var client = new RawClient(server.port())) {
      client.head(3L << 30, "Expect: 100-continue");
      RawClient.Answer answer = client.read();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("larger than 1 MB");
    }
    try (var client = new RawClient(server.port())) {
      client.head(3L << 30).send("--" + Form.BOUNDARY + "\r\n");
      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void aFileOverTheLimitIsRefusedWhileItStreamsAndTheRefusalArrives() throws Exception {
    String tooBig = "say:" + "a".repeat(MAX_FILE);
    refused(send(new Form().file("file", "a.wav", tooBig)), 413, "larger than 1 MB");
    byte[] body = new Form().file("file", "a.wav", tooBig + "b".repeat(4 * MAX_FILE)).bytes();
    HttpRequest chunked =
        new Form()
            .post(server.uri("/v1/transcribe"))
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
            .build();
    refused(CLIENT.send(chunked, BodyHandlers.ofString()), 413, "larger than 1 MB");
    String justFits = "say:" + "a".repeat(MAX_FILE - 4);
    assertThat(send(new Form().file("file", "a.wav", justFits)).statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatReadsOnlyAfterItHasSentAllStillReadsTheRefusal() throws Exception {
    byte[] body = new Form().file("file", "a.wav", "say:" + "a".repeat(16 * MAX_FILE)).bytes();
    try (var client = new RawClient(server.port())) {
      client.head(body.length).send(body, body.length);
      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @Test
  void aConnectionServesTheNextRequestAtOnceAfterARefusal() throws Exception {
    byte[] body = Form.saying("a").bytes();
    try (var client = new RawClient(server.port())) {
      long start = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        client.head(body.length, "Authorization: Bearer wrong").send(body, body.length);
        assertThat(client.read().status()).isEqualTo(401);
      }
      client.head(body.length).send(body, body.length);
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DRAIN.multipliedBy(10));
    }
  }

  @Test
  void anEndlessBodyWithoutAFileIsRefused() throws Exception {
    byte[] preamble =
        "no boundary in sight\r\n".repeat(400_000).getBytes(StandardCharsets.US_ASCII);
    HttpRequest chunked =
        new Form()
            .post(server.uri("/v1/transcribe"))
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(preamble)))
            .build();
    refused(CLIENT.send(chunked, BodyHandlers.ofString()), 413, "larger than");
  }

  private static void refused(HttpResponse<String> response, int status, String says)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode body = new ObjectMapper().readTree(response.body());
    assertThat(body.path("error").asText()).contains(says);
    assertThat(response.headers().firstValue("X-Request-Id"))
        .contains(body.path("request_id").asText());
  }

  private static HttpResponse<String> send(Form form) throws Exception {
    return CLIENT.send(form.post(server.uri("/v1/transcribe")).build(), BodyHandlers.ofString());
  }

  private static void awaitUpload() throws Exception {
    for (int i = 0; i < 500 && server.uploads().isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(server.uploads()).hasSize(1);
  }

  private static void awaitNoUploads() throws Exception {
    for (int i = 0; i < 500 && !server.uploads().isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(server.uploads()).isEmpty();
  }
}
