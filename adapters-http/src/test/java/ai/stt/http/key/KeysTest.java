package ai.stt.http.key;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ApiClient.Answer;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.ServerTest;
import ai.stt.platform.key.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysTest extends ServerTest {
  private static final String KEYS = "/api/v1/keys/";

  /** The clock stands still, so each test takes a minute of its own. */
  @BeforeEach
  void nextMinute() {
    server.accounts().clock.move(Duration.ofMinutes(1));
  }

  @Test
  void aKeyIsShownOnceAndWorksUntilItIsRevoked() throws Exception {
    ApiClient ada = member("once@example.org");
    Answer made = ada.post(KEYS, "{\"name\": \" Laptop \"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("name").asText()).isEqualTo("Laptop");
    assertThat(made.json().get("last_used_at").isNull()).isTrue();
    String key = made.json().get("key").asText();
    assertThat(key).startsWith(made.json().get("prefix").asText()).hasSize(52);

    assertThat(ada.as(key).get("/api/v1/account/").status()).isEqualTo(200);
    JsonNode list = ada.get(KEYS).json();
    assertThat(list.get("count").asInt()).isEqualTo(2);
    assertThat(list.at("/results/1/last_used_at").isTextual()).isTrue();
    assertThat(list.toString()).doesNotContain(key).doesNotContain("\"key\"");

    assertThat(ada.delete(KEYS + made.json().get("id").asText() + "/").status()).isEqualTo(204);
    assertThat(ada.as(key).get("/api/v1/account/").status()).isEqualTo(401);
    assertThat(ada.delete(KEYS + made.json().get("id").asText()).status()).isEqualTo(404);
  }

  @Test
  void aKeyWithOneCharacterChangedIsNone() throws Exception {
    String key = server.accounts().key("typo@example.org", Platform.BOUGHT);
    for (int at : new int[] {4, 20, 51}) {
      char other = key.charAt(at) == 'A' ? 'B' : 'A';
      String typo = key.substring(0, at) + other + key.substring(at + 1);
      assertThat(with(typo).get("/api/v1/account").status()).as("at %d", at).isEqualTo(401);
    }
    assertThat(with(key).get("/api/v1/account").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "99999999999999999999999",
        "1.5",
        "abc",
        "1;drop%20table%20api_key",
        "1%20or%201=1",
        "%27",
        "9223372036854775807"
      })
  void whatIsNoIdOfAKeyIsNotThere(String id) throws Exception {
    ApiClient ada = member("id" + id.hashCode() + "@example.org");
    assertThat(ada.delete(KEYS + id).status()).isEqualTo(404);
    assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
  }

  @Test
  void anotherAccountsKeyIsNotThere() throws Exception {
    ApiClient ada = member("ada2@example.org");
    ApiClient eve = member("eve@example.org");
    String id = ada.get(KEYS).json().at("/results/0/id").asText();

    Answer answer = eve.delete(KEYS + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(ada.get("/api/v1/account").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"\"}",
        "{\"name\": \"a\\nb\"}",
        "{\"name\": \"a\\u0000\"}",
        "{\"name\": \"k\", \"scopes\": []}",
        "{\"name\": \"k\", \"scopes\": [\"everything\"]}",
        "{\"name\": \"k\", \"scopes\": \"read\"}",
        "{\"name\": \"k\", \"scopes\": [1]}",
        "{\"name\": \"k\", \"key\": \"stt_mine\"}"
      })
  void aWishThatIsNoneIsRefused(String body) throws Exception {
    ApiClient ada = member("wish" + body.hashCode() + "@example.org");
    assertThat(ada.post(KEYS, body).status()).isEqualTo(400);
    assertThat(ada.get(KEYS).json().get("count").asInt()).isEqualTo(1);
  }

  @Test
  void aKeyMakesNoKeyThatMayMore() throws Exception {
    long id = server.accounts().signUp("scoped@example.org", Platform.BOUGHT).account().id();
    ApiClient keeper = with(server.accounts().key(id, Scope.MANAGE));

    Answer more = keeper.post(KEYS, "{\"name\": \"k\", \"scopes\": [\"manage\", \"read\"]}");
    assertThat(more.status()).isEqualTo(403);
    assertThat(more.json().get("error").asText()).contains("'read'");
    Answer same = keeper.post(KEYS, "{\"name\": \"k\"}");
    assertThat(same.json().get("scopes").toString()).isEqualTo("[\"manage\"]");
  }

  @Test
  void listsGoPageByPage() throws Exception {
    ApiClient ada = with(FakeAccounts.LISTED);
    for (int i = 0; i < 4; i++) {
      assertThat(ada.post(KEYS, "{\"name\": \"k\"}").status()).isEqualTo(201);
    }
    int count = ada.get(KEYS).json().get("count").asInt();

    JsonNode middle = ada.get(KEYS + "?offset=2&limit=2&x=%26y").json();
    assertThat(middle.get("results")).hasSize(2);
    assertThat(middle.get("next").asText()).isEqualTo(KEYS + "?x=%26y&limit=2&offset=4");
    assertThat(middle.get("previous").asText()).isEqualTo(KEYS + "?x=%26y&limit=2&offset=0");
    assertThat(ada.get(middle.get("next").asText()).status()).isEqualTo(200);
    JsonNode beyond = ada.get(KEYS + "?offset=1000000000").json();
    assertThat(beyond.get("count").asInt()).isEqualTo(count);
    assertThat(beyond.get("results")).isEmpty();
    assertThat(beyond.get("next").isNull()).isTrue();
    for (String bad :
        new String[] {
          "limit=-1",
          "limit=0",
          "limit=101",
          "limit=x",
          "limit=",
          "offset=-1",
          "offset=1e9",
          "offset=99999999999",
          "limit=1'"
        }) {
      Answer refused = ada.get(KEYS + "?" + bad);
      assertThat(refused.status()).as(bad).isEqualTo(400);
      assertThat(refused.json().get("error").asText()).startsWith(bad.split("=", -1)[0]);
    }
  }

  private static ApiClient member(String email) {
    return with(server.accounts().key(email, Platform.BOUGHT));
  }

  private static ApiClient with(String key) {
    return new ApiClient(CLIENT, server, key);
  }
}
