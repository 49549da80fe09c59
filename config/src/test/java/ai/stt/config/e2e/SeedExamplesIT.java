package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
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

/** The examples of the API reference and the published clients, with only the address changed. */
class SeedExamplesIT {
  private static final String KEY = "YOUR_API_KEY";
  private static final String SPOKEN = "ask what you can do for your country";

  @TempDir private static Path folder = Path.of("");
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    Map<String, String> home =
        new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", "another-key," + KEY);
    server = ServerProcess.start(home);
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    server.close();
  }

  @Test
  void curlTranscribesAFileToJson() throws Exception {
    JsonNode answer =
        new JsonMapper()
            .readTree(
                curl(
                    "-X",
                    "POST",
                    url("/v1/transcribe"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-F",
                    "file=@" + Shell.SAMPLE,
                    "-F",
                    "model=large-v3-turbo",
                    "-F",
                    "language=auto",
                    "-F",
                    "diarize=true"));

    assertThat(answer.get("text").asText()).containsIgnoringCase(SPOKEN);
    assertThat(answer.get("language").asText()).isEqualTo("en");
    assertThat(answer.get("language_probability").asDouble()).isBetween(0.5, 1.0);
    assertThat(answer.get("duration").asDouble()).isBetween(10.9, 11.1);
    assertThat(answer.get("model").asText()).isEqualTo("base");
    assertThat(answer.get("segments").get(0).get("words").get(0).has("start")).isTrue();
    assertThat(answer.get("speakers")).hasSize(1);
    assertThat(answer.get("segments").get(0).get("speaker").asText()).isEqualTo("Speaker 1");
  }

  @Test
  void curlGetsSubtitles() throws Exception {
    Path subtitles = folder.resolve("subtitles.srt");

    curl(
        "-X",
        "POST",
        url("/v1/transcribe"),
        "-H",
        "Authorization: Bearer " + KEY,
        "-F",
        "file=@" + Shell.SAMPLE,
        "-F",
        "response_format=srt",
        "-o",
        subtitles.toString());

    assertThat(subtitles).content().startsWith("1\n00:00:0").containsIgnoringCase("country");
  }

  @Test
  void curlListsTheModelsAndChecksTheHealthWithoutAKey() throws Exception {
    JsonNode models = new JsonMapper().readTree(curl(url("/v1/models")));
    assertThat(models.get("models").findValuesAsText("id")).contains("base");
    assertThat(models.get("capabilities").get("transcription")).isNotEmpty();

    JsonNode health = new JsonMapper().readTree(curl(url("/health")));
    assertThat(health.get("status").asText()).isEqualTo("ok");
    assertThat(health.get("gpu_memory_mb").isNumber()).isTrue();
  }

  @Test
  void curlSummarizesAText() throws Exception {
    JsonNode answer =
        new JsonMapper()
            .readTree(
                curl(
                    "-X",
                    "POST",
                    url("/v1/summarize"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    "{\"text\": \"Full transcript text here...\", \"style\": \"brief\"}"));
    assertThat(answer.get("summary").asText()).contains("transcript text");
    assertThat(answer.get("style").asText()).isEqualTo("brief");
    assertThat(answer.get("model").asText()).isEqualTo("extractive");
  }

  @Test
  void curlMakesVectorsOfTheSeedsTexts() throws Exception {
    JsonNode answer =
        new JsonMapper()
            .readTree(
                curl(
                    url("/v1/embed"),
                    "-H",
                    "Authorization: Bearer " + KEY,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    "{\"texts\": [\"Hello world\", \"How are you\"]}"));
    assertThat(answer.get("dimensions").asInt()).isEqualTo(384);
    assertThat(answer.get("embeddings").get(1)).hasSize(384);
  }

  @Test
  void aKeyThatIsNotOnTheListIsRefusedAndNoKeyIsAnonymous() throws Exception {
    String file = "file=@" + Shell.SAMPLE;
    String code = "%{http_code}";

    assertThat(
            curl(
                "-o",
                "/dev/null",
                "-w",
                code,
                "-H",
                "Authorization: Bearer wrong",
                "-F",
                file,
                url("/v1/transcribe")))
        .isEqualTo("401");
    assertThat(curl("-o", "/dev/null", "-w", code, "-F", file, url("/v1/transcribe")))
        .isEqualTo("200");
  }

  @Test
  void thePublishedPythonClientWorksUnmodified() throws Exception {
    Path packages = folder.resolve("python");
    installed(
        Shell.run(
            Map.of(),
            "python3",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--target",
            packages.toString(),
            "sttai==0.1.0"));

    var result =
        Shell.run(
            Map.of("PYTHONPATH", packages.toString()),
            "python3",
            "-c",
            """
            import sys, json
            from sttai import STTClient
            from sttai.exceptions import AuthError
            client = STTClient(sys.argv[2], base_url=sys.argv[1])
            result = client.transcribe(sys.argv[3])
            summary = client.summarize(result["text"], style="bullets")
            assert "country" in summary["summary"] and summary["style"] == "bullets", summary
            assert client.health()["status"] == "ok"
            assert "base" in [m["id"] for m in client.models()["models"]]
            assert {"code": "en", "name": "english"} in client.languages()["languages"]
            try:
                STTClient("wrong", base_url=sys.argv[1]).transcribe(sys.argv[3])
                raise SystemExit("a wrong key was taken")
            except AuthError as error:
                assert error.status_code == 401, error
            print(json.dumps(result))
            """,
            server.uri().toString(),
            KEY,
            Shell.SAMPLE.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(new JsonMapper().readTree(result.out()).get("text").asText())
        .containsIgnoringCase(SPOKEN);
  }

  @Test
  void thePublishedNodeClientWorksOnItsNodeFetchFallbackAndGetsHelpOtherwise() throws Exception {
    Path packages = Files.createDirectory(folder.resolve("node"));
    installed(
        Shell.run(
            Map.of(),
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            packages.toString(),
            "@sttainpm/sttai@0.1.0",
            "node-fetch@3.3.2"));
    String script =
        """
        const [url, key, file, mode] = process.argv.slice(1);
        if (mode === "fallback") globalThis.fetch = undefined;
        const { STTClient } = require("@sttainpm/sttai");
        const client = new STTClient({ apiKey: key, baseUrl: url });
        (async () => {
          const health = await client.health();
          const models = await client.models();
          const languages = await client.languages();
          if (health.status !== "ok" || !models.models.length || languages.languages.length < 99) {
            throw new Error("bad answers");
          }
          const headline = await client.summarize("The bridge is closed. It is old.", "headline");
          if (headline.style !== "headline" || !headline.summary.includes("closed")) {
            throw new Error("no headline");
          }
          console.log(JSON.stringify(await client.transcribe(file, { diarize: true })));
        })().catch((error) => { console.error(error.message); process.exit(7); });
        """;

    var fallback = node(packages, script, "fallback");
    assertThat(fallback.code()).as(fallback.err()).isZero();
    assertThat(new JsonMapper().readTree(fallback.out()).get("text").asText())
        .containsIgnoringCase(SPOKEN);

    var builtIn = node(packages, script, "built-in");
    assertThat(builtIn.code()).isEqualTo(7);
    assertThat(builtIn.err()).contains("[object FormData]");
  }

  private static Shell.Result node(Path packages, String script, String mode)
      throws InterruptedException {
    return Shell.run(
        Map.of("NODE_PATH", packages.resolve("node_modules").toString()),
        "node",
        "-e",
        script,
        server.uri().toString(),
        KEY,
        Shell.SAMPLE.toString(),
        mode);
  }

  private static void installed(Shell.Result result) {
    assertThat(result.code()).as(result.err()).isZero();
  }

  private static String url(String path) {
    return server.resolve(path).toString();
  }

  private static String curl(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "120"));
    command.addAll(Arrays.asList(arguments));
    Shell.Result result = Shell.run(Map.of(), command.toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return result.out();
  }
}
