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
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
    postgres.close();
  }

  @Override
  protected UnitOfWork emptyStores() {
    database.useTransaction(handle -> handle.execute("truncate account, transcript cascade"));
    return PlatformStores.on(database);
  }

  @Test
  void theExtensionComparesAndWhatItDoesNotHaveIsComparedHere() {
    UnitOfWork work = emptyStores();
    var clock = new MovableClock("2026-03-14T09:26:53Z");
    long ada = new Platform(work, clock).account("ada@example.org", Platform.SMALL).id();
    long id = ((TranscriptRef.ById) new CompletedTranscripts(work, clock).of(ada, "One.")).id();
    var set = new KeptPassages("f", "mini", List.of(new Passage(1, 0, 0, null, "x")));
    work.run(s -> s.get(Passages.class).keep(id, set, new float[][] {{0.6f, 0.8f}}));
    float[] question = {1, 0};
    double[] alike = database.inTransaction(h -> VectorTable.alike(h, id, question).orElseThrow());
    assertThat(alike).containsExactly(new double[] {0.6}, within(1e-6));
    database.useTransaction(h -> h.execute("delete from passage_vector"));
    Optional<double[]> gone = database.inTransaction(h -> VectorTable.alike(h, id, question));
    assertThat(gone).isEmpty();
    double[] here = work.in(s -> s.get(Passages.class).alike(id, question));
    assertThat(here).containsExactly(new double[] {0.6}, within(1e-6));
    work.run(s -> s.get(Passages.class).keep(id, set, new float[][] {{0.6f, 0.8f}}));
    database.useTransaction(h -> h.execute("truncate transcript cascade"));
    long left =
        database.inTransaction(
            h -> h.createQuery("select count(*) from passage_vector").mapTo(Long.class).one());
    assertThat(left).isZero();
  }
}
