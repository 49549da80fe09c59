package ai.stt.http.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ServerTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class UsageTest extends ServerTest {
  @Test
  void thirtyDaysAreThereAlsoThoseWithoutUsage() throws Exception {
    String key = server.accounts().key("days@example.org", Platform.BOUGHT);
    var ada = new ApiClient(CLIENT, server, key);
    assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
    assertThat(ada.get("/api/v1/nothing").status()).isEqualTo(404);

    JsonNode first = ada.get("/api/v1/usage/").json();
    assertThat(first.get("days")).hasSize(30);
    assertThat(first.at("/days/29/date").asText()).isEqualTo("2026-03-05");
    assertThat(first.at("/days/0/date").asText()).isEqualTo("2026-02-04");
    assertThat(first.at("/days/0/requests").asInt()).isZero();
    assertThat(first.at("/days/29/requests").asInt()).isEqualTo(2);

    server.accounts().clock.move(Duration.ofDays(1));
    JsonNode next = ada.get("/api/v1/usage").json();
    assertThat(next.at("/days/29/date").asText()).isEqualTo("2026-03-06");
    assertThat(next.at("/days/28/requests").asInt()).isEqualTo(2);
    assertThat(next.at("/total/requests").asInt()).isEqualTo(3);
    assertThat(next.at("/total/minutes").isNumber()).isTrue();
  }
}
