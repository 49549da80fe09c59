package ai.stt.persistence.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The vectors of passages once more, as pgvector has them, in databases that have that extension
 * ({@code create extension vector}). The table is made when it is needed first and can be dropped
 * at any time; it belongs to no change log, since not every database can hold it.
 */
final class VectorTable {
  /** Two servers must not make it at once; any number that nobody else locks. */
  private static final int LOCK = 734_512;

  private static final Double NONE = Double.NaN;

  private VectorTable() {}

  /** Keeps vectors of passages that are there; does nothing without the extension. */
  static void keep(Handle handle, long transcriptId, float[][] vectors) {
    if (vectors.length == 0 || !ready(handle)) {
      return;
    }
    try (var batch =
        handle.prepareBatch(
            "insert into passage_vector values (:transcript, :number, cast(:vector as vector))")) {
      for (int i = 0; i < vectors.length; i++) {
        batch
            .bind("transcript", transcriptId)
            .bind("number", i)
            .bind("vector", Arrays.toString(vectors[i]))
            .add();
      }
      batch.execute();
    }
  }

  /** The cosines of all passages in order; empty when not all of them have a vector here. */
  static Optional<double[]> alike(Handle handle, long transcriptId, float[] vector) {
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

  private static boolean ready(Handle handle) {
    if (there(handle)) {
      return true;
    }
    if (!is(handle, "select exists (select from pg_extension where extname = 'vector')")) {
      return false;
    }
    handle.execute("select pg_advisory_xact_lock(?)", LOCK);
    handle.execute(
        """
        create table if not exists passage_vector (
          transcript_id bigint not null,
          number integer not null,
          vector vector not null,
          primary key (transcript_id, number),
          foreign key (transcript_id, number) references passage on delete cascade
        )
        """);
    return true;
  }

  private static boolean there(Handle handle) {
    return is(handle, "select to_regclass('passage_vector') is not null");
  }

  private static boolean is(Handle handle, String question) {
    return handle.createQuery(question).mapTo(Boolean.class).one();
  }
}
