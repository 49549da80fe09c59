package ai.stt.config.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the launcher in a small project, whose Maven and Java are scripts that tell. */
@Timeout(60)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../stt");

  /** Writes down that it ran, does what the test wants, and makes the program's folder. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >> "$BUILDS"
      eval "${WHILE_BUILDING:-:}"
      mkdir -p config/target/stt/lib && : > config/target/stt/lib/stt.jar
      touch config/target/stt/built && rm -f config/target/stt/stt.aot
      echo "[INFO] BUILD SUCCESS"
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      case "$1" in
        -XX:AOTCacheOutput=*) echo trained >> "$BUILDS.trained"; sleep 0.3; : > "${1#*=}" ;;
        -XX:AOTCache=*) [ -f "${1#*=}" ] || exit 9 ;;
      esac
      echo "$0 $*"
      """;

  @TempDir private Path folder = Path.of("");

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void project() throws IOException {
    folder = Files.createDirectory(folder.resolve("a folder with blanks"));
    Files.writeString(folder.resolve("stt"), Files.readString(LAUNCHER));
    executable("bin/mvn", MAVEN);
    jdk("jdk", "25.0.1");
    source("pom.xml");
    source("domain/src/main/java/A.java");
    source("config/src/main/java/B.java");
    source("domain/src/test/java/ATest.java");
  }

  @Test
  void theFirstUseBuildsAndTheNextDoesNot() throws Exception {
    Ended first = run("models", "list");
    assertThat(first.code()).isZero();
    assertThat(first.out()).contains("/jdk/bin/java ").contains("ai.stt.config.Main models list");
    assertThat(first.err()).contains("building (once, and after a change of the sources)");
    assertThat(run("--version").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFileThatIsChangedAddedRenamedOrDeletedIsBuilt() throws Exception {
    run("--version");
    Path file = folder.resolve("domain/src/main/java/A.java");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
    rebuilds(2);
    old(file);
    old(source("plugins/x/src/main/java/New.java"));
    rebuilds(3);
    Path renamed = Files.move(file, file.resolveSibling("C.java"));
    rebuilds(4);
    Files.delete(renamed);
    rebuilds(5);
    source("domain/src/test/java/BTest.java");
    source("domain/target/classes/A.class");
    rebuilds(5);
  }

  @Test
  void whatChangesWhileItIsBuiltIsBuiltTheNextTime() throws Exception {
    String change = "sleep 1; echo more >> domain/src/main/java/A.java";
    assertThat(start(List.of("--version"), "WHILE_BUILDING", change).code()).isZero();
    rebuilds(2);
    rebuilds(2);
  }

  @Test
  void twoFirstUsesBuildOnce() throws Exception {
    Path go = folder.resolve("go");
    String wait = "until [ -e '" + go + "' ]; do sleep 0.1; done";
    Process one = process(List.of("stt", "--version"), "WHILE_BUILDING", wait);
    while (builds() == 0) {
      Thread.onSpinWait();
    }
    Process other = process(List.of("stt", "--version"), "WHILE_BUILDING", wait);
    try (var lines = other.errorReader()) {
      assertThat(lines.readLine()).contains("another one is getting ready");
      Files.createFile(go);
      assertThat(other.waitFor()).isZero();
    }
    assertThat(one.waitFor()).isZero();
    assertThat(builds()).isEqualTo(1);
    assertThat(folder.resolve("builds.trained")).content().hasLineCount(1);
  }

  @Test
  void whatMavenAloneHasBuiltIsNotBuiltAgain() throws Exception {
    run("--version");
    source("domain/src/main/java/New.java");
    Process maven = process(List.of("bin/mvn"), "NOTHING", "");
    assertThat(maven.waitFor()).isZero();
    rebuilds(2);
  }

  @Test
  void aBuildThatWasKilledHoldsNobodyUp() throws Exception {
    Process killed = process(List.of("stt", "--version"), "WHILE_BUILDING", "sleep 30");
    while (builds() == 0) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> all = killed.descendants().toList();
    killed.destroyForcibly().waitFor();
    all.forEach(ProcessHandle::destroyForcibly);
    rebuilds(2);
  }

  @Test
  void aBuildThatFailsSaysWhyAndIsTriedAgain() throws Exception {
    Ended failed =
        start(List.of("--version"), "WHILE_BUILDING", "echo '[ERROR] no such thing'; exit 1");
    assertThat(failed.code()).isEqualTo(70);
    assertThat(failed.err()).contains("[ERROR] no such thing", "the build failed", "build.log");
    rebuilds(2);
  }

  @Test
  void theWantedJavaIsFoundBehindAnOlderOne() throws Exception {
    jdk("older", "17.0.9");
    Ended told = start(List.of("jdk"), "STT_JAVA_HOME", folder.resolve("older").toString());
    assertThat(told.out().strip()).isEqualTo(folder.resolve("jdk").toString());
  }

  @Test
  void withoutTheWantedJavaItIsToldHowToInstallOne() throws Exception {
    Path stt = folder.resolve("stt");
    Files.writeString(stt, Files.readString(stt).replace("java_wanted=25", "java_wanted=99"));
    Ended ended = run("--version");
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.err()).contains("no JDK 99 was found", "apt install", "STT_JAVA_HOME");
    assertThat(builds()).isZero();
  }

  private void rebuilds(int times) throws Exception {
    Ended ended = run("--version");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(builds()).isEqualTo(times);
  }

  private int builds() throws IOException {
    Path told = folder.resolve("builds");
    return Files.exists(told) ? Files.readAllLines(told).size() : 0;
  }

  private Ended run(String... words) throws Exception {
    return start(List.of(words), "NOTHING", "");
  }

  private Ended start(List<String> words, String name, String value) throws Exception {
    List<String> command = new ArrayList<>(words);
    command.addFirst("stt");
    Process process = process(command, name, value);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), out, err);
  }

  private Process process(List<String> words, String name, String value) throws IOException {
    List<String> command = new ArrayList<>(words);
    command.set(0, folder.resolve(words.getFirst()).toString());
    command.addFirst("sh");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var variables = builder.environment();
    variables.keySet().removeIf(key -> key.startsWith("STT_"));
    variables.put("PATH", folder.resolve("bin") + ":" + variables.get("PATH"));
    variables.put("JAVA_HOME", folder.resolve("jdk").toString());
    variables.put("BUILDS", folder.resolve("builds").toString());
    variables.put(name, value);
    return builder.start();
  }

  private Path source(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "");
    old(file);
    return file;
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private void jdk(String name, String version) throws IOException {
    executable(name + "/bin/java", JAVA);
    executable(name + "/bin/javac", JAVA);
    Files.writeString(
        folder.resolve(name).resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
  }

  private void executable(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
