package ai.stt.http.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.outbound.FakeOutbound;
import ai.stt.http.testing.Form;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that a request names instead of sending them. */
class NamedRecordingsTest {
  private static final String TALK = "https://example.org/talk.wav";

  @TempDir private static Path folder = Path.of("");
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    var world =
        new FakeOutbound()
            .file(TALK, "say:Hello there".getBytes(StandardCharsets.UTF_8))
            .file("https://example.org/empty", new byte[0])
            .file("https://example.org/huge", new byte[(1 << 20) + 1]);
    server = new ServerOptions(folder).outbound(world).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aRecordingIsFetchedFromItsAddressAndNotKept() throws Exception {
    HttpResponse<String> answer = post(new Form().field("url", " " + TALK + " "));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("Hello there");
    assertThat(server.uploads()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/huge, 413, too large",
    "https://example.org/empty, 400, empty",
    "https://example.org/down, 503, cannot be reached",
    "ftp://example.org/x, 400, only https",
    "not an address, 400, not an address",
  })
  void anAddressThatGivesNoRecordingIsRefusedByTheNameOfTheField(
      String url, int status, String sentence) throws Exception {
    HttpResponse<String> answer = post(new Form().field("url", url));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("url: ", sentence);
    assertThat(server.uploads()).isEmpty();
  }

  @Test
  void exactlyOneRecordingIsWanted() throws Exception {
    assertThat(post(Form.saying("Hi").field("url", TALK)).body()).contains("more than one");
    assertThat(post(new Form().field("url", TALK).field("upload", "0".repeat(32))).body())
        .contains("more than one");
    assertThat(post(new Form().field("upload", "a").field("upload_id", "b")).body())
        .contains("send one of them");
    assertThat(post(new Form().field("language", "en")).body()).contains("file: missing");
    assertThat(server.uploads()).isEmpty();
  }

  private static HttpResponse<String> post(Form form) throws Exception {
    return HttpClient.newHttpClient()
        .send(form.post(server.uri("/v1/transcribe")).build(), BodyHandlers.ofString());
  }
}
