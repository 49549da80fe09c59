package ai.stt.config.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.database.EmbeddedPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class AccountJobsTest {
  private static final String ALL = "/api/v1/transcripts/";

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void whatAnAccountOrdersOutlivesTheServerAndIsPaidOnce(@TempDir Path folder) throws Exception {
    Path cache = Path.of("target", "postgresql").toAbsolutePath();
    try (var postgres = EmbeddedPostgres.start(cache, folder.resolve("database"));
        var database = new Database(DatabaseSettings.of(postgres))) {
      database.migrate();
      String key;
      String address;
      try (var server = new AccountServer(database, folder)) {
        var signedUp = server.platform.signUp("ada@example.org", Platform.BUSY);
        key = signedUp.key().secret().reveal();
        JsonNode spoken = json(transcribe(server, key, "61 say Hello there. And you.", false));
        assertThat(spoken.at("/text").asText()).isEqualTo("Hello there. And you.");
        assertThat(spoken.at("/credits_used").asInt()).isEqualTo(2);
        assertThat(spoken.at("/speakers").size()).isEqualTo(2);
        String script = "61 until " + folder.resolve("go");
        HttpResponse<String> accepted = transcribe(server, key, script, true);
        assertThat(accepted.statusCode()).isEqualTo(202);
        address = json(accepted).at("/status_url").asText();
        until(server, key, address, "processing");
      }
      Files.createFile(folder.resolve("go"));
      try (var server = new AccountServer(database, folder)) {
        until(server, key, address, "completed");
        JsonNode found = json(send(server, "GET", ALL + "?q=came&status=completed", key));
        assertThat(found.at("/count").asInt()).isEqualTo(1);
        assertThat(found.at("/results/0/credits_used").asInt()).isEqualTo(2);
        assertThat(send(server, "GET", address + "export/vtt/", key).body())
            .contains("<v A>It came.");
        assertThat(send(server, "DELETE", address, key).statusCode()).isEqualTo(204);
        assertThat(send(server, "GET", address, key).statusCode()).isEqualTo(404);
        assertThat(json(send(server, "GET", ALL, key)).at("/count").asInt()).isEqualTo(1);
        assertThat(server.platform.credits.audit()).isEmpty();
        long account = server.platform.authenticate.authenticate(key).account().id();
        assertThat(server.platform.credits.summary(account, Platform.BUSY).used()).isEqualTo(4);
      }
    }
  }

  private void until(AccountServer server, String key, String address, String status)
      throws Exception {
    while (!json(send(server, "GET", address, key)).at("/status").asText().equals(status)) {
      Thread.sleep(50); // requests are counted
    }
  }

  private HttpResponse<String> transcribe(
      AccountServer server, String key, String script, boolean async) throws Exception {
    String body =
        """
        --b\r
        Content-Disposition: form-data; name="async"\r
        \r
        %s\r
        --b\r
        Content-Disposition: form-data; name="file"; filename="talk.wav"\r
        \r
        %s\r
        --b--\r
        """
            .formatted(async, script);
    HttpRequest request =
        HttpRequest.newBuilder(server.uri("/v1/transcribe"))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> send(AccountServer server, String method, String path, String key)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri(path))
            .header("Authorization", "Bearer " + key)
            .method(method, BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }
}
