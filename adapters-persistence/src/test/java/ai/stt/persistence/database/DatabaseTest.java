package ai.stt.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.persistence.testing.TestPostgres;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class DatabaseTest {
  /** A store as a feature's room would have it. */
  private record Words(Handle handle) {
    void add(String word) {
      handle.execute("insert into word values (?)", word);
    }

    long count() {
      return handle.createQuery("select count(*) from word").mapTo(Long.class).one();
    }
  }

  @Test
  void serversThatStartTogetherMigrateOnce() {
    DatabaseSettings settings = TestPostgres.fresh(3);
    List<CompletableFuture<Void>> starts =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          try (var database = new Database(settings)) {
                            database.migrate();
                          }
                        }))
            .toList();
    starts.forEach(CompletableFuture::join);
    try (var database = new Database(settings)) {
      assertThat(database.migrate()).as("there is nothing left to do").isFalse();
      long changes =
          database.inTransaction(
              h ->
                  h.createQuery("select count(*) - count(distinct id) from databasechangelog")
                      .mapTo(Long.class)
                      .one());
      assertThat(changes).isZero();
      assertThat(database.healthy()).isTrue();
    }
  }

  @Test
  void otherChangeLogsThanThoseOfTheLastStartAreLookedAt() {
    try (Database database = TestPostgres.migrated()) {
      database.useTransaction(h -> h.execute("comment on table databasechangelog is 'older'"));

      assertThat(database.migrate()).isTrue();
      assertThat(database.migrate()).isFalse();
    }
  }

  @Test
  void whatAnExceptionEndsLeavesNoTrace() {
    try (var database = new Database(TestPostgres.fresh(2))) {
      UnitOfWork work = words(database);
      assertThatThrownBy(
              () ->
                  work.run(
                      stores -> {
                        stores.get(Words.class).add("lost");
                        throw new SpeechException(ErrorCode.NOT_FOUND, "changed my mind");
                      }))
          .hasMessage("changed my mind");
      work.run(stores -> stores.get(Words.class).add("kept"));
      assertThat(work.<Long>in(stores -> stores.get(Words.class).count())).isEqualTo(1);
      assertThatThrownBy(() -> work.run(stores -> stores.get(Path.class)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Path");
    }
  }

  @Test
  void aDatabaseThatIsGoneIsRefusedInTimeAndUsedAgainOnceItIsBack(@TempDir Path folder)
      throws Exception {
    try (var server = EmbeddedPostgres.start(TestPostgres.CACHE, folder.resolve("data"))) {
      var settings =
          new DatabaseSettings(
              server.url(), server.user(), server.password(), 4, Duration.ofMillis(500));
      try (var database = new Database(settings)) {
        UnitOfWork work = words(database);
        work.run(stores -> stores.get(Words.class).add("before"));
        synchronized (server) { // which keeps the guard from starting it again meanwhile
          kill(server);
          assertThatThrownBy(() -> work.run(stores -> stores.get(Words.class).add("during")))
              .isInstanceOfSatisfying(
                  SpeechException.class,
                  e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED);
                    assertThat(e.retryAfter()).isPresent();
                  });
        }
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!database.healthy() && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        work.run(stores -> stores.get(Words.class).add("after"));
        assertThat(work.<Long>in(stores -> stores.get(Words.class).count())).isEqualTo(2);
      }
    }
  }

  @Test
  void aDatabaseThatIsAwayAtTheStartIsNoReasonToFail() {
    var nowhere =
        new DatabaseSettings(
            "jdbc:postgresql://127.0.0.1:1/none", "stt", "", 2, Duration.ofMillis(300));
    try (var database = new Database(nowhere)) {
      assertThat(database.healthy()).isFalse();
      assertThatThrownBy(database::migrate)
          .isInstanceOfSatisfying(
              SpeechException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED));
    }
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new DatabaseSettings("mysql://x", "", "", 1, second))
        .hasMessageContaining("database.url");
    assertThatThrownBy(() -> new DatabaseSettings("jdbc:postgresql:x", "", "", 0, second))
        .hasMessageContaining("database.connections");
    assertThat(new DatabaseSettings("jdbc:postgresql:x", "", "secret", 1, second).toString())
        .doesNotContain("secret");
  }

  /** With its children: one that still lives would answer once more. */
  private static void kill(EmbeddedPostgres server) throws IOException {
    ProcessHandle postmaster = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
    List<ProcessHandle> processes =
        Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }

  private static UnitOfWork words(Database database) {
    database.useTransaction(h -> h.execute("create table word (word text)"));
    return JdbiUnitOfWork.on(database).with(Words.class, Words::new).build();
  }
}
