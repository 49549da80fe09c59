package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis against the real server: requests made from {@code /openapi.json}, valid and not,
 * one after the other and in chains, and every check that it has.
 */
class SchemathesisIT {
  private static final Path TOOL = Shell.ROOT.resolve("config/src/test/schemathesis");
  private static final String KEY = "key-of-schemathesis";

  @TempDir private static Path folder = Path.of("");
  private static ServerProcess server;
  private static Path packages;
  private static Map<String, String> home = Map.of();

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    packages = Packages.python(TOOL.resolve("requirements.txt"));
    home = new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    server = ServerProcess.start(home);
    try (var client = HttpClient.newHttpClient()) { // something to list, to read and to export
      assertThat(new Api(client, server.uri(), KEY).transcribe(Shell.SAMPLE)).contains("segments");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theAnswersToTheOperatorAreAsDescribed() throws Exception {
    assertNoFailures("--header", "Authorization: Bearer " + KEY);
  }

  /** On a plan with many requests a minute; the key and the account have to last. */
  @Test
  void theAnswersToAnOrdinaryAccountAreAsDescribed() throws Exception {
    Shell.Result made =
        Shell.run(
            home,
            Shell.STT,
            "accounts",
            "create",
            "ordinary@schemathesis.test",
            "--plan",
            "operator");
    assertThat(made.code()).as(made.err()).isZero();
    String key = made.out().replaceAll("(?s).*key +(\\S+)\\s*", "$1");
    assertNoFailures(
        "--header",
        "Authorization: Bearer " + key,
        "--max-examples",
        "10",
        "--exclude-operation-id",
        "revokeKey",
        "--exclude-operation-id",
        "deleteAccount");
  }

  @Test
  void theAnswersToAnonymousCallersAreAsDescribed() throws Exception {
    assertNoFailures();
  }

  private static void assertNoFailures(String... options) throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "-m",
                "schemathesis.cli",
                "--config-file",
                TOOL.resolve("schemathesis.toml").toString(),
                "run",
                server.resolve("/openapi.json").toString(),
                "--checks",
                "all"));
    command.addAll(Arrays.asList(options));
    Shell.Result result =
        Shell.run(
            Map.of(
                "PYTHONPATH",
                packages + ":" + TOOL,
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "HYPOTHESIS_STORAGE_DIRECTORY",
                folder.resolve("hypothesis").toString()),
            command.toArray(String[]::new));
    assertThat(result.code()).as(result.out() + result.err() + server.log()).isZero();
    assertThat(result.out()).as("the tool did its work").containsPattern("\\d+ generated");
    assertThat(server.log()).doesNotContain("ERROR FailureAnswer");
  }
}
