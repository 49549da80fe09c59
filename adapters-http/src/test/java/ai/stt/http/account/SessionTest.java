package ai.stt.http.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.account.LogIn;
import ai.stt.app.testing.Platform;
import ai.stt.http.testing.ApiClient;
import ai.stt.http.testing.ApiClient.Answer;
import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String GOOD =
      "{\"email\": \"ada@example.org\", \"password\": \"a long enough phrase\"}";

  private final TestServer server;

  SessionTest(@TempDir Path folder) throws Exception {
    server = new ServerOptions(folder).start();
  }

  @BeforeEach
  void signUp() {
    server.accounts().signUp("ada@example.org", Platform.BOUGHT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theCookieIsHiddenFromScriptsAndStaysOnThisSite() throws Exception {
    Answer begun = browser().post("/api/v1/session/", GOOD);

    assertThat(begun.status()).isEqualTo(200);
    assertThat(begun.header("Set-Cookie"))
        .matches(
            "stt_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict");
    assertThat(begun.json().at("/account/email").asText()).isEqualTo("ada@example.org");
    assertThat(begun.json().get("expires_at").asText()).isEqualTo("2026-03-19T12:00:00Z");
    assertThat(begun.json().toString()).doesNotContain(cookie(begun).split("=", -1)[1]);
    Answer encrypted =
        browser().send("POST", "/api/v1/session/", GOOD, "X-Forwarded-Proto", "https");
    assertThat(encrypted.header("Set-Cookie")).endsWith("; Secure");
  }

  @Test
  void aSessionReadsAndChangesOnlyFromPagesOfThisSite() throws Exception {
    String cookie = cookie(browser().post("/api/v1/session/", GOOD));
    String own = "http://127.0.0.1:" + server.port();

    assertThat(send("GET", "/api/v1/account/", null, cookie).status()).isEqualTo(200);
    assertThat(send("PATCH", "/api/v1/account/", "{}", cookie).status()).isEqualTo(403);
    assertThat(
            send("PATCH", "/api/v1/account/", "{}", cookie, "Origin", "http://evil.example")
                .status())
        .isEqualTo(403);
    assertThat(send("PATCH", "/api/v1/account/", "{}", cookie, "Origin", "null").status())
        .isEqualTo(403);
    assertThat(send("DELETE", "/api/v1/account/", null, cookie).status()).isEqualTo(403);
    assertThat(send("DELETE", "/api/v1/session/", null, cookie).status()).isEqualTo(403);
    assertThat(send("PATCH", "/api/v1/account/", "{}", cookie, "Origin", own).status())
        .isEqualTo(200);
    assertThat(
            send("PATCH", "/api/v1/account/", "{}", cookie, "X-Requested-With", "console").status())
        .isEqualTo(200);
  }

  @Test
  void whoLogsOutIsOut() throws Exception {
    String cookie = cookie(browser().post("/api/v1/session/", GOOD));
    Answer out = send("DELETE", "/api/v1/session/", null, cookie, "X-Requested-With", "console");

    assertThat(out.status()).isEqualTo(204);
    assertThat(out.header("Set-Cookie")).contains("stt_session=;", "Max-Age=0");
    assertThat(send("GET", "/api/v1/account/", null, cookie).status()).isEqualTo(401);
    assertThat(browser().delete("/api/v1/session/").status()).isEqualTo(204);
  }

  @Test
  void anExpiredOrInventedSessionIsRefusedAlsoWhereNoneIsNeeded() throws Exception {
    String cookie = cookie(browser().post("/api/v1/session/", GOOD));
    server.accounts().clock.move(LogIn.SESSION.plus(Duration.ofSeconds(1)));

    for (String bad :
        new String[] {cookie, "stt_session=invented", "stt_session='; drop table x"}) {
      Answer refused = send("GET", "/api/v1/account/", null, bad);
      assertThat(refused.status()).as(bad).isEqualTo(401);
    }
  }

  @Test
  void wrongPasswordsAndUnknownAddressesGetTheSameAnswerAndAreThrottled() throws Exception {
    Answer wrong = browser().post("/api/v1/session/", GOOD.replace("long", "wrong"));
    Answer unknown = browser().post("/api/v1/session/", GOOD.replace("ada", "nobody"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json().get("error")).isEqualTo(wrong.json().get("error"));
    assertThat(wrong.header("Set-Cookie")).isEmpty();

    int status = 0;
    for (int i = 0; i < 20 && status != 429; i++) {
      status = browser().post("/api/v1/session/", GOOD.replace("long", "wrong")).status();
    }
    Answer throttled = browser().post("/api/v1/session/", GOOD);
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(Integer.parseInt(throttled.header("Retry-After"))).isBetween(1, 900);
    server.accounts().clock.move(Duration.ofMinutes(15));
    assertThat(browser().post("/api/v1/session/", GOOD).status()).isEqualTo(200);
  }

  @Test
  void aPageOfAnotherSiteCannotLogSomebodyIn() throws Exception {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded"}) {
      Answer forged =
          browser()
              .send(
                  "POST",
                  "/api/v1/session/",
                  GOOD,
                  "Content-Type",
                  type,
                  "Origin",
                  "http://evil.example");
      assertThat(forged.status()).isEqualTo(415);
    }
    Answer preflight =
        browser()
            .send(
                "OPTIONS",
                "/api/v1/account/",
                null,
                "Origin",
                "http://evil.example",
                "Access-Control-Request-Method",
                "PATCH");
    assertThat(preflight.header("Access-Control-Allow-Headers")).doesNotContain("X-Requested-With");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  private Answer send(
      String method, String path, @Nullable String body, String cookie, String... headers)
      throws Exception {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Cookie";
    all[1] = cookie;
    return browser().send(method, path, body, all);
  }

  private static String cookie(Answer answer) {
    return answer.header("Set-Cookie").split(";", -1)[0];
  }

  private ApiClient browser() {
    return new ApiClient(CLIENT, server, null);
  }
}
