package ai.stt.persistence.chat;

import ai.stt.persistence.database.Database;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of passages once more, as pgvector has them, in databases that have that extension
 * ({@code create extension vector}). It is only a copy: whatever goes wrong with it is logged and
 * undone alone, and then vectors are compared without it. It belongs to no change log, since not
 * every database can hold it, and can be dropped at any time.
 */
public final class VectorTable {
  /** Two servers must not make it at once; any number that nobody else locks. */
  private static final int LOCK = 734_512;

  private static final String SAVEPOINT = "vectors";
  private static final Double NONE = Double.NaN;
  private static final Logger LOG = LoggerFactory.getLogger(VectorTable.class);

  private VectorTable() {}

  /**
   * Makes the table where the database can hold it and has none. In a transaction of its own, since
   * this locks the passages: once they are written it would be too late.
   */
  public static void make(Database database) {
    database.useTransaction(
        handle -> {
          var _ = attempt(handle, () -> made(handle));
        });
  }

  private static Optional<Boolean> made(Handle handle) {
    if (there(handle) || !is(handle, "select to_regtype('vector') is not null")) {
      return Optional.empty();
    }
    handle.execute("select pg_advisory_xact_lock(?)", LOCK);
    if (there(handle)) {
      return Optional.empty();
    }
    handle.execute("drop table if exists passage_vector"); // one whose extension was dropped
    handle.execute(
        """
        create table passage_vector (
          transcript_id bigint not null,
          number integer not null,
          vector vector not null,
          primary key (transcript_id, number),
          foreign key (transcript_id, number) references passage on delete cascade
        )
        """);
    return Optional.of(true);
  }

  /** Keeps vectors of passages that are there; does nothing without the table. */
  static void keep(Handle handle, long transcriptId, float[][] vectors) {
    if (vectors.length > 0) {
      var _ = attempt(handle, () -> kept(handle, transcriptId, vectors));
    }
  }

  private static Optional<Boolean> kept(Handle handle, long transcriptId, float[][] vectors) {
    if (!there(handle)) {
      return Optional.empty();
    }
    try (var batch =
        handle.prepareBatch(
            """
            insert into passage_vector values (:transcript, :number, cast(:vector as vector))
            on conflict (transcript_id, number) do nothing
            """)) {
      for (int i = 0; i < vectors.length; i++) {
        batch
            .bind("transcript", transcriptId)
            .bind("number", i)
            .bind("vector", Arrays.toString(vectors[i]))
            .add();
      }
      batch.execute();
    }
    return Optional.of(true);
  }

  /** The cosines of all passages in order; empty when not all of them have a vector here. */
  static Optional<double[]> alike(Handle handle, long transcriptId, float[] vector) {
    return attempt(handle, () -> compared(handle, transcriptId, vector));
  }

  private static Optional<double[]> compared(Handle handle, long transcriptId, float[] vector) {
    if (!there(handle)) {
      return Optional.empty();
    }
    List<Double> alike =
        handle
            .createQuery(
                """
                select 1 - (v.vector <=> cast(:vector as vector)) as alike
                from passage p left join passage_vector v
                  on v.transcript_id = p.transcript_id and v.number = p.number
                  and vector_dims(v.vector) = :dimensions
                where p.transcript_id = :id order by p.number
                """)
            .bind("vector", Arrays.toString(vector))
            .bind("dimensions", vector.length)
            .bind("id", transcriptId)
            .map((row, context) -> row.getObject("alike") == null ? NONE : row.getDouble("alike"))
            .list();
    return alike.contains(NONE)
        ? Optional.empty()
        : Optional.of(alike.stream().mapToDouble(each -> each).toArray());
  }

  /** Work that leaves the transaction as it was when it fails. */
  private static <T> Optional<T> attempt(Handle handle, Supplier<Optional<T>> work) {
    handle.savepoint(SAVEPOINT);
    try {
      Optional<T> result = work.get();
      handle.releaseSavepoint(SAVEPOINT);
      return result;
    } catch (RuntimeException e) {
      handle.rollbackToSavepoint(SAVEPOINT);
      LOG.warn("vectors are compared without pgvector: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** With a column of the type that is called vector in this search path. */
  private static boolean there(Handle handle) {
    return is(
        handle,
        """
        select exists (
          select from pg_attribute
          where attrelid = to_regclass('passage_vector') and attname = 'vector'
            and atttypid = to_regtype('vector') and not attisdropped)
        """);
  }

  private static boolean is(Handle handle, String question) {
    return handle.createQuery(question).mapTo(Boolean.class).one();
  }
}
