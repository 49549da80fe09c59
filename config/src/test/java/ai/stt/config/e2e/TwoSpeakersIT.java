package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call of two people is what the reference's example says: words, confidence, and who. */
class TwoSpeakersIT {
  private static final String KEY = "YOUR_API_KEY";
  private static final List<String> BOTH = List.of("Speaker 1", "Speaker 2");

  @TempDir private static Path folder = Path.of("");
  private static Map<String, String> home = Map.of();
  private static ServerProcess server;
  private static Path call = Path.of("");

  @BeforeAll
  static void startServer() throws Exception {
    home = new HashMap<>(TestHome.in(Files.createDirectory(folder.resolve("home"))));
    home.put("STT_API_KEYS", KEY);
    call = SpokenFile.writeCall(Shell.SAMPLE, folder);
    server = ServerProcess.start(home);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void overHttpWithNothingButTheFile() throws Exception {
    assertTwoSpeakInTurn(posted(call));
  }

  @Test
  void onTheCommandLine() throws Exception {
    for (String[] wish : new String[][] {{"--diarize"}, {"--diarize", "--speakers", "2"}}) {
      String[] command =
          Stream.concat(
                  Stream.of(Shell.STT, "transcribe", call.toString(), "--format", "json"),
                  Stream.of(wish))
              .toArray(String[]::new);
      Shell.Result told = Shell.run(home, command);
      assertThat(told.code()).as(told.err()).isZero();
      assertTwoSpeakInTurn(new JsonMapper().readTree(told.out()));
    }
    for (String wrong : List.of("-1", "500", "many")) {
      Shell.Result told =
          Shell.run(home, Shell.STT, "transcribe", call.toString(), "--speakers", wrong);
      assertThat(told.code()).as(wrong).isEqualTo(2);
      assertThat(told.err()).contains("speakers").doesNotContain("Exception");
    }
  }

  @Test
  void ofTwoLinesTheWordsOfBothAreThereThoughTheySpeakAtOnce() throws Exception {
    JsonNode answer = posted(SpokenFile.writeTwoLines(Shell.SAMPLE, folder));

    assertThat(texts(answer, "speakers")).isEqualTo(BOTH);
    for (String speaker : BOTH) {
      assertThat(said(answer, speaker))
          .containsIgnoringCase("my fellow americans")
          .containsIgnoringCase("for your country");
    }
    assertThat(answer.get("duration").asDouble()).isBetween(16.9, 17.1);
  }

  private static void assertTwoSpeakInTurn(JsonNode answer) {
    assertThat(texts(answer, "speakers")).isEqualTo(BOTH);
    assertThat(answer.get("language").asText()).isEqualTo("en");
    double last = 0;
    for (JsonNode segment : answer.get("segments")) {
      assertThat(segment.get("start").asDouble()).isGreaterThanOrEqualTo(last);
      last = segment.get("end").asDouble();
      assertThat(segment.get("confidence").asDouble()).isBetween(0.3, 1.0);
      assertThat(segment.get("speaker").asText()).isEqualTo(last < 12 ? BOTH.get(0) : BOTH.get(1));
      assertThat(segment.get("words")).isNotEmpty();
      for (JsonNode word : segment.get("words")) {
        assertThat(word.get("speaker")).isEqualTo(segment.get("speaker"));
        assertThat(word.get("confidence").asDouble()).isBetween(0.0, 1.0);
        assertThat(word.get("end").asDouble()).isLessThanOrEqualTo(last);
      }
    }
    for (String speaker : BOTH) {
      assertThat(said(answer, speaker)).containsIgnoringCase("for your country");
    }
  }

  private static String said(JsonNode answer, String speaker) {
    var text = new StringBuilder();
    for (JsonNode segment : answer.get("segments")) {
      if (segment.get("speaker").asText().equals(speaker)) {
        text.append(segment.get("text").asText()).append(' ');
      }
    }
    return text.toString();
  }

  private static List<String> texts(JsonNode answer, String field) {
    return StreamSupport.stream(answer.get(field).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  private static JsonNode posted(Path file) throws Exception {
    Shell.Result told =
        Shell.run(
            Map.of(),
            "curl",
            "-sS",
            "--max-time",
            "120",
            "-H",
            "Authorization: Bearer " + KEY,
            "-F",
            "file=@" + file,
            server.resolve("/v1/transcribe").toString());
    assertThat(told.code()).as(told.err()).isZero();
    return new JsonMapper().readTree(told.out());
  }
}
