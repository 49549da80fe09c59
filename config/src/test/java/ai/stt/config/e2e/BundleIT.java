package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without a network gets everything out of one file. */
class BundleIT {
  private static final String SPOKEN = "ask what you can do for your country";

  /** A namespace without any network, where the system lets us have one. */
  private static final List<String> WITHOUT_NETWORK =
      List.of("unshare", "--map-root-user", "--net");

  @TempDir private static Path folder = Path.of("");
  private static Path bundle = Path.of("");

  @BeforeAll
  static void create() throws IOException, InterruptedException {
    Map<String, String> here = TestHome.in(Files.createDirectory(folder.resolve("here")));
    bundle = folder.resolve("stt.tar");
    var created =
        Shell.run(
            here,
            Shell.STT,
            "bundle",
            "create",
            bundle.toString(),
            "--model",
            "base",
            "--model",
            "silero-vad-16k");
    assertThat(created.code()).as(created.err()).isZero();
    assertThat(created.err()).contains("bundle install");
  }

  @Test
  void whatABundleInstallsInAnEmptyHomeTranscribesWithTheNetworkOff() throws Exception {
    Path machine = Files.createDirectory(folder.resolve("machine"));
    var tar =
        Shell.run(Map.of(), "tar", "-xf", bundle.toString(), "-C", machine.toString(), "program");
    assertThat(tar.code()).as(tar.err()).isZero();
    try (var proxy = new DeadProxy()) {
      Map<String, String> there = offline(machine.resolve("home"), proxy);
      transcribes(there, machine);
      assertThat(proxy.asked()).isZero();
    }
  }

  private static void transcribes(Map<String, String> there, Path machine)
      throws IOException, InterruptedException {
    var installed =
        run(there, machine.resolve("program/stt"), "bundle", "install", bundle.toString());
    assertThat(installed.code()).as(installed.err()).isZero();

    Path stt = machine.resolve("home/program/stt");
    // Preparing a quick start, which an unusable one prevents, takes as long as all the rest.
    Files.createFile(stt.resolveSibling("stt.aot"));
    var heard = run(there, stt, "transcribe", Shell.SAMPLE.toString());
    assertThat(heard.code()).as(heard.err()).isZero();
    assertThat(heard.out()).containsIgnoringCase(SPOKEN);
    var pull = run(there, stt, "models", "pull", "tiny");
    assertThat(pull.code()).isNotZero();
    assertThat(pull.err()).contains("stt bundle install");
    // The database's programs came along too; it wants the loopback device, and nothing else.
    var accounts = Shell.run(there, stt.toString(), "accounts", "list");
    assertThat(accounts.code()).as(accounts.err()).isZero();
  }

  @Test
  void aBundleThatIsCutOffLeavesTheHomeAsItWas() throws Exception {
    Path cut = folder.resolve("cut.tar");
    try (var in = Files.newInputStream(bundle)) {
      Files.write(cut, in.readNBytes(1 << 20));
    }
    Path home = folder.resolve("home");
    var refused =
        Shell.run(
            Map.of("STT_HOME", home.toString()), Shell.STT, "bundle", "install", cut.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("The bundle is refused", "Nothing was installed");
    assertThat(home.resolve("models")).doesNotExist();
    assertThat(home.resolve("program")).doesNotExist();
  }

  /** No address leads anywhere, and none of the clients that fetch things is there. */
  private static Map<String, String> offline(Path home, DeadProxy proxy) throws IOException {
    Path programs = Files.createDirectories(home.resolveSibling("programs"));
    Map<String, String> environment = new HashMap<>();
    for (String program :
        List.of(
            "sh",
            "true",
            "env",
            "dirname",
            "readlink",
            "grep",
            "find",
            "head",
            "rm",
            "cat",
            "date",
            "awk",
            "mkdir",
            "touch",
            "tee",
            "id",
            "setpriv",
            "unshare",
            "su",
            "runuser",
            "bash",
            "ulimit")) {
      for (String place : List.of("/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/")) {
        if (Files.isExecutable(Path.of(place + program))
            && !Files.exists(programs.resolve(program))) {
          Files.createSymbolicLink(programs.resolve(program), Path.of(place + program));
        }
      }
    }
    environment.put("PATH", programs.toString());
    environment.put("STT_HOME", home.toString());
    environment.put("STT_OFFLINE", "true");
    environment.put("JAVA_TOOL_OPTIONS", proxy.options());
    environment.put("STT_JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }

  private static Shell.Result run(Map<String, String> environment, Path stt, String... arguments)
      throws InterruptedException {
    List<String> command = new ArrayList<>();
    if (Shell.run(Map.of(), "sh", "-c", String.join(" ", WITHOUT_NETWORK) + " true").code() == 0) {
      command.add("/usr/bin/env");
      command.add("PATH=" + System.getenv("PATH"));
      command.addAll(WITHOUT_NETWORK);
      command.add("/usr/bin/env");
      command.add("PATH=" + environment.get("PATH"));
    }
    command.add(stt.toString());
    command.addAll(List.of(arguments));
    return Shell.run(environment, command.toArray(String[]::new));
  }

  /**
   * The way out for the program's Java, which leads nowhere. It shows that nothing is asked for
   * also where the system lets us have no namespace without a network.
   */
  private static final class DeadProxy implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger asked = new AtomicInteger();

    DeadProxy() throws IOException {
      Thread.ofVirtual().start(this::count);
    }

    private void count() {
      try {
        while (true) {
          door.accept().close();
          asked.incrementAndGet();
        }
      } catch (IOException e) {
        return; // the test is over
      }
    }

    String options() {
      String way = "-D%1$s.proxyHost=localhost -D%1$s.proxyPort=" + door.getLocalPort();
      return way.formatted("http") + " " + way.formatted("https");
    }

    int asked() {
      return asked.get();
    }

    @Override
    public void close() throws IOException {
      door.close();
    }
  }
}
