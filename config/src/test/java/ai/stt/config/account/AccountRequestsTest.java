package ai.stt.config.account;

import static ai.stt.config.account.AccountClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an account's requests may name and ask for, of a server with the usual settings. */
@Timeout(120)
final class AccountRequestsTest {
  private static final AtomicInteger VISITS = new AtomicInteger();

  @TempDir private static Path folder = Path.of("");
  private static MigratedDatabase migrated;
  private static AccountServer server;
  private static HttpServer inside;

  @BeforeAll
  static void begin() throws Exception {
    migrated = new MigratedDatabase(folder);
    server = new AccountServer(migrated.database(), folder);
    inside = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    inside.createContext(
        "/",
        exchange -> {
          try (exchange) {
            VISITS.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
          }
        });
    inside.start();
  }

  @AfterAll
  static void end() {
    inside.stop(0);
    server.close();
    migrated.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/talk.wav",
        "http://[::ffff:127.0.0.1]:PORT/talk.wav",
        "http://[::ffff:7f00:1]:PORT/",
        "http://0.0.0.0:PORT/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1:8080/",
        "file:///etc/passwd"
      })
  void aRecordingOfAClosedNetworkIsNotFetched(String address) throws Exception {
    AccountClient client = signedUp("eve%d@example.org".formatted(address.hashCode()));
    String port = Integer.toString(inside.getAddress().getPort());

    HttpResponse<String> refused = client.transcribeFrom(address.replace("PORT", port));

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(json(refused).at("/error").asText()).startsWith("url: ");
    assertThat(client.get("/api/v1/transcripts/").at("/count").asInt()).isZero();
    assertThat(VISITS).hasValue(0);
  }

  @Test
  void subtitlesAreCutAndNamedAsTheQueryAsks() throws Exception {
    AccountClient client = signedUp("ada@example.org");
    String words = "One two three four five six seven. Eight nine ten eleven twelve.";
    JsonNode spoken = json(client.transcribe("20 say " + words, "async", "false"));
    String file = "/api/v1/transcripts/%s/export/srt/".formatted(spoken.at("/slug").asText());

    List<List<String>> usual = cues(client, file);
    assertThat(usual).anyMatch(lines -> lines.getFirst().startsWith("A: "));
    assertThat(usual.stream().flatMap(List::stream)).anyMatch(line -> line.length() > 20);

    List<List<String>> asked = cues(client, file + "?max_line_chars=20&max_lines=1&speakers=false");
    assertThat(asked).hasSizeGreaterThan(usual.size()).allMatch(lines -> lines.size() == 1);
    assertThat(asked.stream().flatMap(List::stream)).allMatch(line -> line.length() <= 20);
    assertThat(String.join(" ", asked.stream().flatMap(List::stream).toList())).isEqualTo(words);
  }

  /** The lines of text of each subtitle. */
  private static List<List<String>> cues(AccountClient client, String path) throws Exception {
    HttpResponse<String> srt = client.send("GET", path);
    assertThat(srt.statusCode()).as(srt.body()).isEqualTo(200);
    return List.of(srt.body().strip().split("\\R\\R", -1)).stream()
        .map(cue -> cue.lines().skip(2).toList())
        .toList();
  }

  private static AccountClient signedUp(String email) {
    var account = server.platform.signUp(email, Platform.BUSY);
    return new AccountClient(server, account.key().secret().reveal());
  }
}
