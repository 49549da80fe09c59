package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/guides/plugin.md} and {@code docs/guides/operator.md} promise, in a server that
 * runs.
 */
class OperatorIT {
  private static final Duration PROMISE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String KEY = "key-of-the-operator";
  private static final String TEXTS =
      "{\"model\": \"hello\", \"texts\": [\"Cats sit.\", \"A cat sat.\", \"Rain.\"]}";
  private static final String SETTINGS =
      TestHome.WITHOUT_LIMITS
          + """
          logging:
            loggers: {ai.stt: DEBUG}
            appenders: [{type: console, target: stderr, layout: {type: json}}]
          """;

  @TempDir private static Path folder = Path.of("");
  private static final Map<String, String> ENVIRONMENT = new HashMap<>();
  private static Path plugins = Path.of("");
  private static Path example = Path.of("");
  private static ServerProcess server;
  private static HttpClient client;
  private static Api api;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    example = PluginGuide.built();
    Path home = Files.createDirectory(folder.resolve("home"));
    ENVIRONMENT.putAll(TestHome.in(home));
    ENVIRONMENT.put("STT_API_KEYS", KEY);
    Files.writeString(home.resolve("config.yml"), SETTINGS);
    plugins = home.resolve("plugins");
    server = ServerProcess.start(ENVIRONMENT);
    client = HttpClient.newHttpClient();
    api = new Api(client, server.uri(), KEY);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void aStrangersPluginIsDroppedInUsedAndTakenOut() throws Exception {
    assertThat(api.send("POST", "/v1/embed", TEXTS).status()).isEqualTo(400);
    Path part = Files.copy(example, plugins.resolve("hello.zip.part"));
    Path dropped = Files.move(part, plugins.resolve("hello.zip"), StandardCopyOption.ATOMIC_MOVE);
    Waiting.until(PROMISE, () -> listed("hello"));
    JsonNode vectors = api.send("POST", "/v1/embed", TEXTS).json().get("embeddings");
    assertThat(dot(vectors, 0, 1)).isGreaterThan(dot(vectors, 0, 2) + 0.2);

    Files.delete(dropped);
    Waiting.until(PROMISE, () -> !listed("hello"));
    assertThat(api.send("POST", "/v1/embed", TEXTS).status()).isEqualTo(400);
    Waiting.until(LONG, () -> server.log().contains("Plugin hello 1.0.0 is unloaded"));
  }

  @Test
  void theGuideShowsTheExampleAsItIs() throws Exception {
    Map<String, String> shown = PluginGuide.files();
    assertThat(shown).hasSize(6);
    for (Map.Entry<String, String> file : shown.entrySet()) {
      Path example = Shell.ROOT.resolve("examples/plugin-hello").resolve(file.getKey());
      assertThat(example).content().isEqualTo(file.getValue());
    }
  }

  @Test
  void theGuidesCommandsDoWhatItSays() throws Exception {
    String printed = PluginGuide.use(plugins.resolveSibling("."), server.uri(), KEY);
    assertThat(printed).contains("\"id\":\"hello\"", "\"embeddings\":[[");
    Waiting.until(PROMISE, () -> !listed("hello"));
    assertThat(plugins.resolve("plugin-hello.zip")).doesNotExist();
  }

  @Test
  void theCommandsCheckInstallAndRemoveAPluginOfARunningServer() throws Exception {
    var verified = stt("plugins", "verify", example.toString());
    assertThat(verified.code()).isZero();
    assertThat(verified.out()).contains("ok", "not signed");
    var http = stt("plugins", "install", "http://localhost:9/plugin.zip");
    assertThat(http.code()).isEqualTo(4);
    var installed = stt("plugins", "install", example.toString());
    assertThat(installed.code()).as(installed.err()).isZero();
    assertThat(installed.err()).contains("hello 1.0.0 is installed");
    Waiting.until(LONG, () -> listed("hello"));
    assertThat(stt("plugins", "list").out())
        .containsPattern("(?m)^hello +1.0.0 +Apache-2.0 +- +hello-1.0.0.zip$")
        .containsPattern("(?m)^whisper ");
    JsonNode shown = api.get("/admin/plugins").json().get("plugins");
    assertThat(shown.findValuesAsText("file")).contains("hello-1.0.0.zip");
    assertThat(shown.findValuesAsText("provider")).contains("org.example");

    assertThat(stt("plugins", "remove", "hello").code()).isZero();
    Waiting.until(LONG, () -> !listed("hello"));
    var gone = stt("plugins", "remove", "hello");
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err()).contains("no such plugin");
  }

  @Test
  void aPluginThatCannotRunIsToldEverywhereAndTheOthersGoOn() throws Exception {
    Path broken = plugins.resolve("broken.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(broken))) {
      zip.putNextEntry(new ZipEntry("plugin.properties"));
      zip.write(
          """
          plugin.id=broken
          plugin.version=1.0.0
          plugin.description=Has no class.
          plugin.provider=org.example
          plugin.license=Apache-2.0
          stt.plugin.class=org.example.Gone
          stt.plugin.spi=1
          """
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    String reason = "it does not hold its entry class org.example.Gone";
    Waiting.until(LONG, () -> api.get("/v1/models").response().body().contains(reason));

    JsonNode failed = api.as("").get("/v1/models").json().at("/failed_plugins/0");
    assertThat(failed.get("plugin").asText()).isEqualTo("broken.zip");
    assertThat(failed.get("status").asText()).isEqualTo("failed");
    assertThat(api.get("/admin/plugins").response().body()).contains(reason);
    assertThat(server.log()).contains("Plugin file broken.zip is refused: " + reason);
    var verified = stt("plugins", "verify"); // finds nothing wrong with its form
    assertThat(verified.out()).contains("broken.zip", "whisper");
    assertThat(api.get("/v1/models").json().get("models")).isNotEmpty();
    Files.delete(broken);
    Waiting.until(LONG, () -> api.get("/v1/models").json().get("failed_plugins").isEmpty());
  }

  @Test
  void theOperatorFreesAndLoadsAModelAndReadsWhatItDidWithoutAWordOfWhatWasSaid() throws Exception {
    assertThat(api.transcribe(Shell.SAMPLE)).contains("country");
    assertThat(model("base").get("status").asText()).isEqualTo("ready");
    assertThat(metrics())
        .containsPattern(
            "stt_model_calls_total\\{capability=\"transcription\",model=\"base\",outcome=\"done\"} [1-9]")
        .containsPattern("stt_model_audio_seconds_total\\{.*model=\"base\"} 1[01]")
        .contains("stt_model_real_time_factor_bucket{capability=\"transcription\",model=\"base\"")
        .contains("stt_queue_waiting{queue=\"texts\"} 0")
        .contains("stt_device_memory_bytes{device=\"cpu\"}");
    JsonNode devices = api.get("/admin/devices").json();
    assertThat(devices.at("/devices/0/memory_bytes").asLong()).isGreaterThan(1 << 30);
    assertThat(devices.at("/devices/0/models").toString()).contains("\"base\"");

    Waiting.until(LONG, () -> api.send("POST", "/admin/models/base/unload", "").status() == 200);
    assertThat(model("base").get("status").asText()).isEqualTo("available");
    assertThat(api.send("POST", "/admin/models/base/pin", "").status()).isEqualTo(200);
    Waiting.until(LONG, () -> model("base").get("status").asText().equals("ready"));
    assertThat(model("base").get("pinned").asBoolean()).isTrue();
    assertThat(api.as("").get("/admin/models").status()).isEqualTo(401);

    String log = server.log();
    assertThat(log).doesNotContainIgnoringCase("country", "fellow Americans", KEY);
    int structured = 0;
    for (String line : log.split("\n", -1)) {
      if (line.startsWith("{")) {
        assertThat(new JsonMapper().readTree(line).has("message")).as(line).isTrue();
        structured++;
      }
    }
    assertThat(structured).isGreaterThan(3);
  }

  private static Shell.Result stt(String... arguments) throws InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = Shell.STT;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Shell.run(ENVIRONMENT, command);
  }

  private static JsonNode model(String id) throws IOException, InterruptedException {
    for (JsonNode model : api.get("/admin/models").json().get("models")) {
      if (model.get("id").asText().equals(id)) {
        return model;
      }
    }
    throw new AssertionError("not live: " + id);
  }

  private static String metrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/metrics"))
            .header("Authorization", "Bearer " + KEY)
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static boolean listed(String id) throws IOException, InterruptedException {
    JsonNode models = api.as("").get("/v1/models?capability=all").json().get("models");
    return models.findValuesAsText("id").contains(id);
  }

  private static double dot(JsonNode vectors, int a, int b) {
    double sum = 0;
    for (int i = 0; i < vectors.get(a).size(); i++) {
      sum += vectors.get(a).get(i).asDouble() * vectors.get(b).get(i).asDouble();
    }
    return sum;
  }
}
