package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a command from its work is told in a sentence, not by a stack trace. */
class RefusedStartIT {
  @TempDir private Path folder = Path.of("");

  @Test
  void aPortThatIsTakenOrIsNoneIsTold() throws Exception {
    Map<String, String> home = TestHome.in(Files.createDirectory(folder.resolve("home")));
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
      String port = Integer.toString(taken.getLocalPort());
      var refused = Shell.run(home, Shell.STT, "serve", "--port", port);
      assertThat(refused.code()).as(refused.err()).isEqualTo(4);
      assertThat(refused.err())
          .contains("the port cannot be listened on", port, "choose another with --port")
          .doesNotContain("Exception", "\tat ");
    }
    var none = Shell.run(home, Shell.STT, "serve", "--port", "99999");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--port is a number from 0 to 65535");
  }

  @Test
  void aHomeThatIsAFileIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Map<String, String> home = Map.of("STT_HOME", file.toString());
    for (String[] command :
        new String[][] {
          {Shell.STT, "doctor"}, {Shell.STT, "transcribe", Shell.SAMPLE.toString()}
        }) {
      var refused = Shell.run(home, command);
      assertThat(refused.code()).as(command[1]).isNotZero();
      assertThat(refused.out() + refused.err())
          .contains(file.toString())
          .doesNotContain("Exception", "\tat ", "fault of the program");
    }
  }

  @Test
  void recordingsWhoseTranscriptsWouldBeOneFileAreRefusedBeforeAnyWork() throws Exception {
    Path one = Files.createDirectory(folder.resolve("one")).resolve("rec.flac");
    Path two = Files.createDirectory(folder.resolve("two")).resolve("rec.flac");
    Map<String, String> home = Map.of("STT_HOME", folder.resolve("none").toString());
    var refused =
        Shell.run(
            home, Shell.STT, "transcribe", one.toString(), two.toString(), "-o", folder.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(one + " and " + two, "would be one file");
  }
}
