package ai.stt.config.account;

import static ai.stt.config.account.AccountClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class AccountJobsTest {
  private static final String ALL = "/api/v1/transcripts/";

  @Test
  void whatAnAccountOrdersOutlivesTheServerAndIsPaidOnce(@TempDir Path folder) throws Exception {
    try (var migrated = new MigratedDatabase(folder)) {
      String key;
      String address;
      try (var server = new AccountServer(migrated.database(), folder)) {
        var signedUp = server.platform.signUp("ada@example.org", Platform.BUSY);
        key = signedUp.key().secret().reveal();
        var ada = new AccountClient(server, key);
        JsonNode spoken = json(ada.transcribe("61 say Hello there. And you.", "async", "false"));
        assertThat(spoken.at("/text").asText()).isEqualTo("Hello there. And you.");
        assertThat(spoken.at("/credits_used").asInt()).isEqualTo(2);
        assertThat(spoken.at("/speakers").size()).isEqualTo(2);
        String script = "61 until " + folder.resolve("go");
        HttpResponse<String> accepted = ada.transcribe(script, "async", "true");
        assertThat(accepted.statusCode()).isEqualTo(202);
        address = json(accepted).at("/status_url").asText();
        until(ada, address, "processing");
      }
      Files.createFile(folder.resolve("go"));
      try (var server = new AccountServer(migrated.database(), folder)) {
        var ada = new AccountClient(server, key);
        until(ada, address, "completed");
        JsonNode found = ada.get(ALL + "?q=came&status=completed");
        assertThat(found.at("/count").asInt()).isEqualTo(1);
        assertThat(found.at("/results/0/credits_used").asInt()).isEqualTo(2);
        assertThat(ada.send("GET", address + "export/vtt/").body()).contains("<v A>It came.");
        assertThat(ada.send("DELETE", address).statusCode()).isEqualTo(204);
        assertThat(ada.send("GET", address).statusCode()).isEqualTo(404);
        assertThat(ada.get(ALL).at("/count").asInt()).isEqualTo(1);
        assertThat(server.platform.credits.audit()).isEmpty();
        long account = server.platform.authenticate.authenticate(key).account().id();
        assertThat(server.platform.credits.summary(account, Platform.BUSY).used()).isEqualTo(4);
      }
    }
  }

  private static void until(AccountClient client, String address, String status) throws Exception {
    while (!client.get(address).at("/status").asText().equals(status)) {
      Thread.sleep(50); // requests are counted
    }
  }
}
