package ai.stt.persistence.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.stt.app.chat.Passage;
import ai.stt.app.chat.Passages;
import ai.stt.app.chat.Passages.KeptPassages;
import ai.stt.app.chat.UnderstandingContract;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.CompletedTranscripts;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.PgvectorPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A database that has pgvector; the package with its programs is made for this platform alone. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class PgvectorTest extends UnderstandingContract {
  @TempDir private static Path folder = Path.of("");
  private static PgvectorPostgres postgres;
  private static Database database;

  @BeforeAll
  static void start() throws Exception {
    postgres = new PgvectorPostgres(folder);
    database = new Database(postgres.settings());
    database.migrate();
    database.useTransaction(handle -> handle.execute("create extension vector"));
    VectorTable.make(database);
  }

  @AfterAll
  static void stop() throws Exception {
    if (database != null) { // where the package cannot be fetched there is none
      database.close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  @Override
  protected UnitOfWork emptyStores() {
    database.useTransaction(handle -> handle.execute("truncate account, transcript cascade"));
    return PlatformStores.on(database);
  }

  private static final float[] QUESTION = {1, 0};
  private static final KeptPassages SET =
      new KeptPassages("f", "mini", List.of(new Passage(1, 0, 0, null, "x")));

  private long transcript(UnitOfWork work) {
    var clock = new MovableClock("2026-03-14T09:26:53Z");
    long ada = new Platform(work, clock).account("ada@example.org", Platform.SMALL).id();
    return ((TranscriptRef.ById) new CompletedTranscripts(work, clock).of(ada, "One.")).id();
  }

  private static void keep(UnitOfWork work, long id) {
    work.run(s -> s.get(Passages.class).keep(id, SET, new float[][] {{0.6f, 0.8f}}));
  }

  private static Optional<double[]> byExtension(long id) {
    return database.inTransaction(h -> VectorTable.alike(h, id, QUESTION));
  }

  private static void comparedAnyway(UnitOfWork work, long id) {
    double[] alike = work.in(s -> s.get(Passages.class).alike(id, QUESTION));
    assertThat(alike).containsExactly(new double[] {0.6}, within(1e-6));
  }

  private static void execute(String sql) {
    database.useTransaction(h -> h.execute(sql));
  }

  @Test
  void theExtensionComparesAndIsGivenWhatItDoesNotHave() {
    UnitOfWork work = emptyStores();
    long id = transcript(work);
    keep(work, id);
    assertThat(byExtension(id).orElseThrow()).containsExactly(new double[] {0.6}, within(1e-6));
    execute("delete from passage_vector");
    assertThat(byExtension(id)).isEmpty();
    comparedAnyway(work, id);
    assertThat(byExtension(id)).as("now it has it").isPresent();
    execute("truncate transcript cascade");
    long left =
        database.inTransaction(
            h -> h.createQuery("select count(*) from passage_vector").mapTo(Long.class).one());
    assertThat(left).isZero();
  }

  @Test
  void passagesAreKeptAndComparedWhenTheExtensionIsDropped() {
    UnitOfWork work = emptyStores();
    long id = transcript(work);
    keep(work, id);
    execute("drop extension vector cascade");
    try {
      comparedAnyway(work, id);
      keep(work, id);
      comparedAnyway(work, id);
      VectorTable.make(database);
      assertThat(byExtension(id)).isEmpty();
      execute("create schema elsewhere");
      execute("create extension vector schema elsewhere");
      VectorTable.make(database);
      keep(work, id);
      comparedAnyway(work, id);
      assertThat(byExtension(id)).as("out of the search path").isEmpty();
    } finally {
      execute("drop schema if exists elsewhere cascade");
      execute("create extension vector");
      VectorTable.make(database);
    }
    comparedAnyway(work, id);
    assertThat(byExtension(id)).as("what was there before").isPresent();
  }

  @Test
  void aCopyThatFailsUndoesNothingElse() {
    UnitOfWork work = emptyStores();
    long id = transcript(work);
    execute("alter table passage_vector add constraint never check (number < 0)");
    try {
      keep(work, id);
      comparedAnyway(work, id);
      assertThat(byExtension(id)).isEmpty();
    } finally {
      execute("alter table passage_vector drop constraint never");
    }
  }
}
