package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.persistence.database.EmbeddedPostgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts on the real server with its own database, from sign-up to restore. */
class AccountsIT {
  private static final Pattern ADMIN_KEY = Pattern.compile("admin key.*: (stt_\\S{48})");
  private static final String SIGN_UP =
      "{\"email\": \"ada@example.org\", \"password\": \"a long enough phrase\"}";

  @TempDir private Path folder = Path.of("");
  private Map<String, String> home = Map.of();

  @BeforeEach
  void freshHome() throws IOException, InterruptedException {
    home = TestHome.in(Files.createDirectory(folder.resolve("home")));
  }

  @Test
  void fromSignUpToARevokedKeyAndARestartKeepsEverything() throws Exception {
    String admin;
    String key;
    String second;
    ProcessHandle database;
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      admin = adminKey(server);
      database = database();
      assertThat(database.isAlive()).isTrue();
      var anonymous = new Api(client, server.uri(), "");
      Api.Answer made = anonymous.send("POST", "/api/v1/signup/", SIGN_UP);
      assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
      key = made.json().get("key").asText();
      Api ada = anonymous.as(key);
      assertThat(ada.transcribe(Shell.SAMPLE)).containsIgnoringCase("ask what you can do");

      JsonNode usage = ada.get("/api/v1/usage/").json();
      assertThat(usage.get("days")).hasSize(30);
      assertThat(usage.at("/total/requests").asInt()).isEqualTo(2);

      JsonNode created = ada.send("POST", "/api/v1/keys/", "{\"name\": \"Laptop\"}").json();
      second = created.get("key").asText();
      assertThat(ada.as(second).get("/api/v1/account/").status()).isEqualTo(200);
      assertThat(ada.send("DELETE", "/api/v1/keys/" + created.get("id") + "/", "").status())
          .isEqualTo(204);
      assertThat(ada.as(second).get("/api/v1/account/").status()).isEqualTo(401);
      assertThat(ada.as(second).transcribe(Shell.SAMPLE)).contains("unauthorized");
    }
    assertThat(postmaster("home")).doesNotExist();
    database.onExit().get(30, TimeUnit.SECONDS);
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      assertThat(server.log()).doesNotContain("admin key");
      var ada = new Api(client, server.uri(), key);
      assertThat(ada.get("/api/v1/account/").json().get("email").asText())
          .isEqualTo("ada@example.org");
      assertThat(ada.get("/api/v1/usage/").json().at("/total/requests").asInt())
          .isGreaterThanOrEqualTo(6);
      assertThat(ada.as(second).get("/api/v1/account/").status()).isEqualTo(401);
      assertThat(ada.as(admin).get("/api/v1/account/").json().get("name").asText())
          .isEqualTo("admin");
    }
  }

  @Test
  void theOperatorWorksBesideTheServerAndABackupBecomesAnotherHome() throws Exception {
    String key;
    String id;
    Path backup = folder.resolve("backup.zip");
    try (var server = ServerProcess.start(home);
        var client = HttpClient.newHttpClient()) {
      Shell.Result made = stt(home, "accounts", "create", "ada@example.org", "--plan", "paid");
      assertThat(made.code()).as(made.err()).isZero();
      key = made.out().replaceAll("(?s).*key +(\\S+)\\s*", "$1");
      id = made.out().replaceAll("(?s)account +(\\d+).*", "$1");
      assertThat(stt(home, "accounts", "credits", "ada@example.org", "90").err())
          .contains("ada@example.org has 90 credits");
      var ada = new Api(client, server.uri(), key);
      JsonNode account = ada.get("/api/v1/account/").json();
      assertThat(account.at("/credits/balance").asInt()).isEqualTo(90);
      assertThat(account.at("/plan/id").asText()).isEqualTo("paid");

      assertThat(stt(home, "accounts", "plan", "ada@example.org", "free").code()).isZero();
      assertThat(stt(home, "accounts", "plan", "ada@example.org", "none").err())
          .contains("free, paid, enterprise, operator");
      assertThat(stt(home, "accounts", "list").out()).contains("ada@example.org", "admin@stt");
      assertThat(audit(home, "ada@example.org"))
          .containsExactly(
              "plan_changed plan free",
              "credits_granted +90 credits",
              "key_created key N",
              "account_created plan paid");
      Shell.Result unknown = stt(home, "accounts", "audit", "4711");
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err()).contains("nothing is known of account 4711");
      assertThat(stt(home, "credits", "audit").err()).contains("every balance is what");
      booksThatDoNotAgreeAreExitCode1();
      assertThat(stt(home, "db", "backup", backup.toString()).code()).isZero();
      assertThat(stt(home, "db", "backup", backup.toString()).err()).contains("there already");
      assertThat(ada.get("/api/v1/account/").json().at("/plan/id").asText()).isEqualTo("free");
    }
    Map<String, String> other = TestHome.in(Files.createDirectory(folder.resolve("other")));
    Shell.Result migrated = stt(other, "db", "migrate");
    assertThat(migrated.code()).as(migrated.err()).isZero();
    assertThat(postmaster("other")).doesNotExist();
    assertThat(sql("other", "select count(*) from account")).isEqualTo("0");
    Shell.Result restored = stt(other, "db", "restore", backup.toString());
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(stt(other, "db", "restore", backup.toString()).err()).contains("has accounts");
    try (var server = ServerProcess.start(other);
        var client = HttpClient.newHttpClient()) {
      assertThat(server.log()).doesNotContain("admin key");
      Api.Answer account = new Api(client, server.uri(), key).get("/api/v1/account/");
      assertThat(account.status()).as(account.json().toString()).isEqualTo(200);
      assertThat(stt(other, "accounts", "delete", "ada@example.org").code()).isZero();
      assertThat(audit(other, id)).containsExactly("account_deleted");
    }
  }

  /** Makes a mistake in the books by hand, and takes it back. */
  private void booksThatDoNotAgreeAreExitCode1() throws Exception {
    String change =
        """
        update credit_balance b set available = available + (%d) from account a
        where a.id = b.account_id and a.email = 'ada@example.org'
        returning 'account ' || a.id || ': available ' || b.available || ', ledger says '
          || b.available - 1 || '; reserved 0, ledger says 0'
        """;
    String mistake = sql("home", change.formatted(1));
    Shell.Result wrong = stt(home, "credits", "audit");
    sql("home", change.formatted(-1));
    assertThat(wrong.out().strip()).isEqualTo(mistake);
    assertThat(wrong.err()).contains("1 account(s) do not agree");
    assertThat(wrong.code()).isEqualTo(1);
  }

  @Test
  void transcribingOnTheCommandLineStartsNoDatabase() throws Exception {
    Shell.Result heard = stt(home, "transcribe", Shell.SAMPLE.toString());
    assertThat(heard.code()).as(heard.err()).isZero();
    assertThat(folder.resolve("home/database")).doesNotExist();
  }

  /** The lines without their times, and without the numbers of keys. */
  private static List<String> audit(Map<String, String> home, String account)
      throws InterruptedException {
    Shell.Result result = stt(home, "accounts", "audit", account);
    assertThat(result.code()).as(result.err()).isZero();
    return result
        .out()
        .lines()
        .map(line -> line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT\\S+Z +", ""))
        .map(line -> line.replaceAll(" +", " ").replaceFirst("key \\d+$", "key N"))
        .toList();
  }

  private Path postmaster(String of) {
    return folder.resolve(of).resolve("database/cluster/postmaster.pid");
  }

  /** The embedded PostgreSQL of the home: in a session of its own, so no child of the program. */
  private ProcessHandle database() throws IOException {
    String pid = Files.readAllLines(postmaster("home")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** The first value of what an embedded database answers, whether its server runs or not. */
  private String sql(String of, String query) throws Exception {
    Path place = folder.resolve(of);
    try (var postgres =
            EmbeddedPostgres.joinOrStart(
                place.resolve("cache/postgres"), place.resolve("database"));
        var connection =
            DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
        var answer = connection.createStatement().executeQuery(query)) {
      assertThat(answer.next()).as(query).isTrue();
      return String.valueOf(answer.getString(1));
    }
  }

  private static String adminKey(ServerProcess server) {
    Matcher shown = ADMIN_KEY.matcher(server.log());
    assertThat(shown.find()).as(server.log()).isTrue();
    return shown.group(1);
  }

  private static Shell.Result stt(Map<String, String> home, String... arguments)
      throws InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = Shell.STT;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Shell.run(home, command);
  }
}
