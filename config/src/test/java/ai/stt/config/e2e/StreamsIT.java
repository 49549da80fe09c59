package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of the published clients, of the reference's page in a browser, and of the terminal. */
class StreamsIT {
  private static final String KEY = "YOUR_API_KEY";
  private static final String SPOKEN = "what you can do for your country";

  @TempDir private static Path folder = Path.of("");
  private static ServerProcess server;
  private static Map<String, String> home = Map.of();
  private static Path raw = Path.of("");

  @BeforeAll
  static void startServer() throws Exception {
    home = new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    raw = folder.resolve("jfk.raw");
    SpokenFile.write(Shell.SAMPLE, folder);
    server = ServerProcess.start(home);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void thePublishedPythonClientStreamsUnmodified() throws Exception {
    // websocket-client 1.9 calls every close by a server an error
    Path packages = Packages.python("sttai==0.1.0", "websocket-client==1.8.0");
    var result =
        Shell.run(
            Map.of("PYTHONPATH", packages.toString()),
            "python3",
            "-c",
            """
            import sys, json
            from sttai import STTClient
            client = STTClient(sys.argv[2], base_url=sys.argv[1])
            heard = []
            session = client.stream(heard.append)
            with open(sys.argv[3], "rb") as f:
                while chunk := f.read(4096):
                    session.send(chunk)
            result = session.finish()
            finals = " ".join(m["text"] for m in heard if m["type"] == "transcript")
            print(json.dumps({"finals": finals, "result": result, "types": [m["type"] for m in heard]}))
            """,
            server.uri().toString(),
            KEY,
            raw.toString());

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode heard = new JsonMapper().readTree(result.out());
    assertThat(heard.get("finals").asText()).containsIgnoringCase(SPOKEN);
    assertThat(heard.get("result").get("text").asText()).isEqualTo(heard.get("finals").asText());
    assertThat(heard.get("result").get("language").asText()).isEqualTo("en");
    assertThat(heard.get("types").get(0).asText()).isEqualTo("ready");
  }

  @Test
  void thePublishedNodeClientStreamsUnmodified() throws Exception {
    Path packages = Packages.node("@sttainpm/sttai@0.1.0");
    var result =
        Shell.run(
            Map.of("NODE_PATH", packages.toString()),
            "node",
            "-e",
            """
            const [url, key, file] = process.argv.slice(1);
            const { STTClient } = require("@sttainpm/sttai");
            const audio = require("fs").readFileSync(file);
            const stream = new STTClient({ apiKey: key, baseUrl: url }).stream(null, { language: "en" });
            const finals = [];
            let last = null;
            stream.on("error", (error) => { console.error(error.message); process.exit(7); });
            stream.on("transcript", (message) => finals.push(message.text));
            stream.on("message", (message) => { if (message.final) last = message.text; });
            stream.on("open", () => {
              for (let at = 0; at < audio.length; at += 6400) stream.send(audio.subarray(at, at + 6400));
              stream.send(Buffer.alloc(0));
            });
            stream.on("close", (end) => console.log(JSON.stringify({ finals: finals.join(" "), last, code: end.code })));
            """,
            server.uri().toString(),
            KEY,
            raw.toString());

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode heard = new JsonMapper().readTree(result.out());
    assertThat(heard.get("finals").asText()).containsIgnoringCase(SPOKEN);
    assertThat(heard.get("last").asText()).isEqualTo(heard.get("finals").asText());
    assertThat(heard.get("code").asInt()).isEqualTo(1000);
  }

  @Test
  void thePageOfTheReferenceListensToAMicrophone() throws Exception {
    Path wav = folder.resolve("jfk.wav");
    Path profile = folder.resolve("profile");
    try (Browser browser = Browser.listen(PinnedBrowser.ready(), profile, wav, server.uri())) {
      String log = browser.await("closed", 90);
      assertThat(log).contains("Partial:");
      assertThat(browser.finals()).containsIgnoringCase(SPOKEN);
      assertThat(log).endsWith("closed 1000");
    }
  }

  @Test
  void theTerminalTellsSpeakersApart() throws Exception {
    Path two = folder.resolve("two.raw");
    var told = Shell.run(home, two, Shell.STT, "live", "-", "--language", "en", "--diarize");
    assertThat(told.code()).as(told.err()).isZero();
    List<String> starts =
        told.out().lines().filter(line -> line.startsWith("Speaker ")).map(StreamsIT::who).toList();
    assertThat(starts).as(told.out()).containsExactly("Speaker 1", "Speaker 2");
    assertThat(told.out().split("Speaker 2", -1)).allMatch(part -> part.contains("country"));
  }

  private static String who(String line) {
    return line.substring(0, line.indexOf(':'));
  }

  @Test
  void theTerminalPlaysAFileAndReadsRawSound() throws Exception {
    var played = Shell.run(home, Shell.STT, "live", Shell.SAMPLE.toString(), "--language", "en");
    assertThat(played.code()).as(played.err()).isZero();
    assertThat(played.out()).containsIgnoringCase("country").doesNotContain("\033");

    var piped = Shell.run(home, raw, Shell.STT, "live", "-", "--language", "en");
    assertThat(piped.code()).as(piped.err()).isZero();
    assertThat(piped.out().replace("\n", " ")).containsIgnoringCase(SPOKEN);

    assertThat(Shell.run(home, Shell.STT, "live", "no-such-file").code()).isEqualTo(3);
    assertThat(Shell.run(home, Shell.STT, "live", "-", "--language", "klingon").code())
        .isEqualTo(2);
  }
}
