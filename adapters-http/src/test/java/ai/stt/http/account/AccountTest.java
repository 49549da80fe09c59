package ai.stt.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ApiClient.Answer;
import ai.stt.http.testing.FakeAccounts;
import ai.stt.http.testing.ServerTest;
import ai.stt.platform.key.Scope;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountTest extends ServerTest {
  private static final String PASSWORD = "{\"password\": \"a long enough phrase\"}";

  private static final String SIGN_UP =
      "{\"email\": \"%s\", \"password\": \"a long enough phrase\", \"name\": \"Ada\"}";

  @Test
  void whoSignsUpGetsAnAccountAndItsFirstKeyThisOnce() throws Exception {
    Answer made = anonymous().post("/api/v1/signup/", SIGN_UP.formatted("Ada@Example.org"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(made.json().at("/account/email").asText()).isEqualTo("ada@example.org");
    String key = made.json().get("key").asText();
    assertThat(key).hasSize(52).startsWith("stt_");
    for (String path : new String[] {"/api/v1/account", "/api/v1/account/"}) {
      Answer account = anonymous().as(key).get(path);
      assertThat(account.status()).isEqualTo(200);
      assertThat(account.json().get("name").asText()).isEqualTo("Ada");
      assertThat(account.json().at("/plan/id").asText()).isEqualTo("small");
      assertThat(account.json().at("/plan/excluded_models/0").asText()).isEqualTo("large");
      assertThat(account.json().at("/credits/balance").asLong()).isEqualTo(10);
      assertThat(account.json().at("/credits/resets_at").asText())
          .isEqualTo("2026-04-01T00:00:00Z");
      assertThat(account.json().toString()).doesNotContain(key, "plain$");
    }
  }

  @Test
  void anAddressHasOneAccount() throws Exception {
    String body = SIGN_UP.formatted("twice@example.org");
    assertThat(anonymous().post("/api/v1/signup", body).status()).isEqualTo(201);
    Answer again = anonymous().post("/api/v1/signup", body.replace("twice", "TWICE"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().get("code").asText()).isEqualTo("conflict");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                          | email
          []                                                          | JSON object
          nonsense                                                    | not valid JSON
          {"email": "x", "password": "a long enough phrase"}          | email
          {"email": 5, "password": "a long enough phrase"}            | email
          {"email": null, "password": "a long enough phrase"}         | email
          {"email": "a@b.org"}                                        | password
          {"email": "a@b.org", "password": "short"}                   | password
          {"email": "a@b.org", "password": "a long one", "admin": 1}  | admin
          {"email": "a@b.org\\r\\nBcc: x@y.org", "password": "a long one"}     | email
          {"email": "a@b.org'; drop table account; --", "password": "a long one"} | email
          {"email": "a@b.org", "email": "b@b.org", "password": "a long one"}   | not valid JSON
          {"email": "a@b.org", "password": "a long one", "name": "a\\u0000b"}  | name
          {"email": "a@b.org", "password": "a long one"} {}           | not valid JSON
          """)
  void aSignUpThatIsNoneSaysWhy(String body, String reason) throws Exception {
    Answer answer = anonymous().post("/api/v1/signup/", body);
    assertThat(answer.status()).as(body).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).contains(reason);
  }

  @Test
  void bodiesOfOtherTypesAndSizesAreRefused() throws Exception {
    Answer form = anonymous().send("POST", "/api/v1/signup", "{}", "Content-Type", "text/plain");
    assertThat(form.status()).isEqualTo(415);
    Answer large =
        anonymous().post("/api/v1/signup", "{\"email\": \"" + "a".repeat(70_000) + "\"}");
    assertThat(large.status()).isEqualTo(413);
  }

  @Test
  void theOwnerChangesNameAndPreferences() throws Exception {
    ApiClient ada = member("change@example.org");
    Answer changed =
        ada.patch(
            "/api/v1/account/",
            "{\"name\": \"Ada '; drop table account\", \"email_preferences\": {\"product_news\":"
                + " true}}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().get("name").asText()).isEqualTo("Ada '; drop table account");
    JsonNode preferences = ada.get("/api/v1/account/").json().get("email_preferences");
    assertThat(preferences.get("product_news").asBoolean()).isTrue();
    assertThat(preferences.get("usage_alerts").asBoolean()).isTrue();
    assertThat(ada.patch("/api/v1/account/", "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\": \"other@example.org\"}",
        "{\"plan\": \"bought\"}",
        "{\"credits\": {\"balance\": 1000}}",
        "{\"id\": 1}",
        "{\"admin\": true}",
        "{\"name\": 7}",
        "{\"name\": \"two\\nlines\"}",
        "{\"email_preferences\": {\"all\": true}}",
        "{\"email_preferences\": {\"usage_alerts\": \"yes\"}}",
        "{\"email_preferences\": []}"
      })
  void whatCannotBeChangedIsRefusedByName(String body) throws Exception {
    ApiClient ada = member("patch" + body.hashCode() + "@example.org");
    Answer answer = ada.patch("/api/v1/account/", body);
    assertThat(answer.status()).isEqualTo(400);
    String field = body.replaceAll("^\\{\"([a-z_]+)\".*", "$1").strip();
    assertThat(answer.json().get("error").asText()).contains(field.lines().findFirst().orElse(""));
  }

  @Test
  void theOwnerChoosesWhetherRecordingsStay() throws Exception {
    ApiClient ada = member("audio@example.org");
    JsonNode before = ada.get("/api/v1/account/").json();
    assertThat(before.get("keep_audio").asBoolean(true)).isFalse();
    assertThat(before.at("/plan/audio_days").asInt()).isEqualTo(Platform.BOUGHT.audioDays());
    Answer changed = ada.patch("/api/v1/account/", "{\"keep_audio\": true}");
    assertThat(changed.json().get("keep_audio").asBoolean()).isTrue();
    assertThat(ada.patch("/api/v1/account/", "{\"keep_audio\": 1}").status()).isEqualTo(400);
  }

  @Test
  void aDeletedAccountIsGoneWithItsKeysAndItsAddressIsFree() throws Exception {
    ApiClient ada = member("gone@example.org");
    String account = "/api/v1/account/";
    for (String body : new String[] {"{}", "{\"password\": 7}", "", "{\"code\": \"x\"}"}) {
      assertThat(ada.send("DELETE", account, body).status()).as(body).isEqualTo(400);
    }
    Answer wrong = ada.send("DELETE", account, "{\"password\": \"another long phrase\"}");
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.json().get("error").asText()).startsWith("password: ");
    assertThat(ada.get(account).status()).isEqualTo(200);
    assertThat(ada.send("DELETE", account, PASSWORD).status()).isEqualTo(204);
    assertThat(ada.get("/api/v1/account/").status()).isEqualTo(401);
    assertThat(anonymous().post("/api/v1/signup", SIGN_UP.formatted("gone@example.org")).status())
        .isEqualTo(201);
  }

  @Test
  void theOperatorsAccountStaysAndOwnsTheKeysOfTheConfiguration() throws Exception {
    ApiClient operator = anonymous().as(FakeAccounts.LISTED);
    assertThat(operator.get("/api/v1/account").json().get("name").asText()).isEqualTo("admin");
    assertThat(operator.send("DELETE", "/api/v1/account", PASSWORD).status()).isEqualTo(409);
    assertThat(operator.get("/api/v1/account").status()).isEqualTo(200);
  }

  @Test
  void scopesAreAskedForByName() throws Exception {
    long id = server.accounts().signUp("scopes@example.org", Platform.BOUGHT).account().id();
    ApiClient reader = anonymous().as(server.accounts().key(id, Scope.READ));
    ApiClient speaker = anonymous().as(server.accounts().key(id, Scope.TRANSCRIBE));

    assertThat(reader.get("/api/v1/account").status()).isEqualTo(200);
    Answer refused = reader.patch("/api/v1/account", "{}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().get("error").asText()).contains("'manage'");
    assertThat(speaker.get("/api/v1/account").json().get("error").asText()).contains("'read'");
  }

  @Test
  void withoutAKeyThereIsNoAccount() throws Exception {
    for (String path : new String[] {"/api/v1/account", "/api/v1/keys", "/api/v1/usage"}) {
      Answer answer = anonymous().get(path);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  private static ApiClient member(String email) {
    return anonymous().as(server.accounts().key(email, Platform.BOUGHT));
  }

  private static ApiClient anonymous() {
    return new ApiClient(CLIENT, server, null);
  }
}
