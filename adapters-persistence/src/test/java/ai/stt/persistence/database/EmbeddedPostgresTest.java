package ai.stt.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.persistence.testing.TestPostgres;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tests share one data folder, since making one takes seconds; each leaves it stopped and
 * whole.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(90)
final class EmbeddedPostgresTest {
  private static final Path CACHE = TestPostgres.CACHE;
  @TempDir static Path home;

  private static Path data() {
    return home.resolve("data");
  }

  @Test
  @Order(1)
  void whatIsWrittenIsThereAfterAStopAndAStart() throws Exception {
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      execute(server, "create table kept (word text)");
      execute(server, "insert into kept values ('first')");
    }
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      assertThat(words(server)).isEqualTo("first");
      assertThat(one(server, "show fsync")).isEqualTo("on");
      assertThat(one(server, "show data_checksums")).isEqualTo("on");
      assertThat(one(server, "show server_encoding")).isEqualTo("UTF8");
    }
    assertThat(Files.exists(data().resolve("cluster/postmaster.pid"))).isFalse();
  }

  @Test
  @Order(2)
  void nobodyComesInWithoutThePassword() throws Exception {
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(one(server, "show listen_addresses")).isEqualTo("127.0.0.1");
    }
    assertThat(Files.getPosixFilePermissions(data().resolve("password")))
        .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    assertThat(Files.getPosixFilePermissions(data()))
        .doesNotContain(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
  }

  @Test
  @Order(3)
  void aSecondOwnerIsTurnedAwayAndAVisitorJoins() throws Exception {
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(CACHE, data()))
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
          .hasMessageContaining("another process");
      try (var visitor = EmbeddedPostgres.joinOrStart(CACHE, data())) {
        assertThat(words(visitor)).isEqualTo("first");
      }
      assertThat(words(server)).isEqualTo("first");
    }
    try (var alone = EmbeddedPostgres.joinOrStart(CACHE, data())) {
      assertThat(words(alone)).isEqualTo("first");
    }
  }

  @Test
  @Order(4)
  void aServerThatIsKilledComesBackOnItsPortWithWhatWasCommitted() throws Exception {
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      execute(server, "insert into kept values ('second')");
      ProcessHandle killed = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
      assertThat(killed.destroyForcibly()).isTrue();
      killed.onExit().get(10, TimeUnit.SECONDS);
      assertThat(eventually(server)).isEqualTo("first second");
      assertThat(server.pid().orElseThrow()).isNotEqualTo(killed.pid());
    }
  }

  @Test
  @Order(5)
  void anOwnerThatIsKilledLeavesNothingThatHindersTheNext() throws Exception {
    Process owner = ownerProcess();
    ProcessHandle orphan = serverOf(owner);
    owner.destroyForcibly().waitFor();
    assertThat(orphan.isAlive()).isTrue();
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      assertThat(words(server)).isEqualTo("first second");
      orphan.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @Order(6)
  void ownerAndServerBothKilledLeaveAWholeDatabase() throws Exception {
    Process owner = ownerProcess();
    ProcessHandle server = serverOf(owner);
    owner.destroyForcibly().waitFor();
    server.destroyForcibly();
    server.onExit().get(10, TimeUnit.SECONDS);
    assertThat(Files.exists(data().resolve("cluster/postmaster.pid"))).isTrue();
    try (var next = EmbeddedPostgres.start(CACHE, data())) {
      assertThat(words(next)).isEqualTo("first second");
    }
  }

  @Test
  @Order(7)
  void aPidFileWhoseNumberIsAnotherProcessNowIsNoObstacle() throws Exception {
    String stale = ProcessHandle.current().pid() + "\n" + data().resolve("cluster") + "\n1\n1\n";
    Files.writeString(data().resolve("cluster/postmaster.pid"), stale);
    try (var server = EmbeddedPostgres.start(CACHE, data())) {
      assertThat(words(server)).isEqualTo("first second");
    }
  }

  @Test
  @Order(8)
  void aMakingThatWasInterruptedStartsAfresh() throws Exception {
    Path folder = home.resolve("half");
    Files.createDirectories(folder.resolve("cluster.part/base"));
    Files.writeString(folder.resolve("cluster.part/PG_VERSION"), "18");
    try (var server = EmbeddedPostgres.start(CACHE, folder)) {
      assertThat(one(server, "select 'well'")).isEqualTo("well");
    }
  }

  @Test
  @Order(9)
  void damagedProgramsAreUnpackedAgain() throws Exception {
    Path cache = home.resolve("cache");
    Path first = PostgresBinaries.unpack(cache).folder();
    Files.writeString(first.resolve("bin/postgres"), "cut off");
    PostgresBinaries again = PostgresBinaries.unpack(cache);
    assertThat(again.folder()).isEqualTo(first);
    assertThat(Files.size(again.program("postgres"))).isGreaterThan(1_000_000);
    try (var entries = Files.list(cache)) {
      assertThat(entries).hasSize(1);
    }
  }

  @Test
  @Order(10)
  void aFolderThatIsNoDataFolderGivesTheReason() throws Exception {
    Path folder = Files.createDirectories(home.resolve("broken"));
    Files.createDirectories(folder.resolve("cluster"));
    Files.writeString(folder.resolve("cluster/PG_VERSION"), "9");
    assertThatThrownBy(() -> EmbeddedPostgres.start(CACHE, folder))
        .isInstanceOf(SpeechException.class)
        .hasMessageContaining("did not start");
  }

  /**
   * As in a container whose kernel allows root no namespaces; for others than root it is as always.
   */
  @Test
  @Order(11)
  void whereNamespacesAreForbiddenRootStartsItAsNobody() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path programs = Files.createDirectories(home.resolve("programs"));
    for (String name : List.of("setpriv", "true")) {
      Path program = Path.of("/usr/bin", name);
      if (Files.exists(program)) {
        Files.createSymbolicLink(programs.resolve(name), program);
      }
    }
    Path cache = home.resolve("cache");
    Path folder = home.resolve("nobodys");
    for (int i = 0; i < 2; i++) {
      ProcessBuilder builder = owner(cache, folder);
      builder.environment().put("PATH", programs.toString());
      Process owner = builder.start();
      ProcessHandle server = serverOf(owner);
      assertThat(server.info().user().orElse("")).isNotEqualTo("root");
      owner.getOutputStream().close();
      assertThat(owner.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    try (var server = EmbeddedPostgres.start(cache, folder)) {
      assertThat(one(server, "select 'well'")).isEqualTo("well");
    }
  }

  private static Process ownerProcess() throws Exception {
    return owner(CACHE, data()).start();
  }

  private static ProcessBuilder owner(Path cache, Path folder) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            OwnerProcess.class.getName(),
            cache.toString(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  private static ProcessHandle serverOf(Process owner) throws Exception {
    BufferedReader out = owner.inputReader();
    String line = out.readLine();
    assertThat(line).startsWith("pid ");
    return ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow();
  }

  /** The words, as soon as the server answers again. */
  private static String eventually(EmbeddedPostgres server) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        return words(server);
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static String words(EmbeddedPostgres server) throws SQLException {
    return one(server, "select string_agg(word, ' ' order by word) from kept");
  }

  private static String one(EmbeddedPostgres server, String query) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return String.valueOf(row.getString(1));
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
