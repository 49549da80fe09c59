package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second server, in a process of its own, reports to the first one. */
@Timeout(180)
class CloudIT {
  private static final String CLOUD = "/api/v1/cloud/";

  @TempDir private Path folder = Path.of("");

  @Test
  void aSecondServerReportsItselfUntilItIsTakenOut() throws Exception {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", "operator-key");
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      var operator = new Api(client, server.uri(), "operator-key");
      Api.Answer made = operator.send("POST", CLOUD, "{\"name\": \"Rack 1\"}");
      assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
      Map<String, String> other =
          new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("other"))));
      other.put("STT_CLOUD_TOKEN", made.json().get("token").asText());
      Path config = folder.resolve("other.yml");
      Files.writeString(
          config, "cloud: {report_to: \"%s\", interval: 1s}\n".formatted(server.uri()));
      try (var second = ServerProcess.start(other, "--config", config.toString())) {
        JsonNode instance = operator.get(CLOUD).json().at("/instances/0");
        while (!instance.get("status").asText().equals("online")) {
          Thread.sleep(100);
          instance = operator.get(CLOUD).json().at("/instances/0");
        }
        JsonNode health = new Api(client, second.uri(), "").get("/health").json();
        assertThat(instance.get("version")).isEqualTo(health.get("version"));
        assertThat(instance.get("models").toString()).contains("base");
        String one = CLOUD + instance.get("id").asText() + "/";
        assertThat(operator.send("DELETE", one, "").status()).isEqualTo(204);
        while (!second.log().contains("refused with status 401")) {
          Thread.sleep(100);
        }
      }
    }
  }
}
