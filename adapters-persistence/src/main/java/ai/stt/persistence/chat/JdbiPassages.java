package ai.stt.persistence.chat;

import ai.stt.app.chat.FindPassages;
import ai.stt.app.chat.Passage;
import ai.stt.app.chat.Passages;
import ai.stt.persistence.database.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Passages of one transaction. Their vectors are compared by pgvector where the database has that
 * extension, else here.
 */
public final class JdbiPassages implements Passages {
  private static final float[] NONE = {};

  private final Handle handle;

  /** Passages on this connection. */
  public JdbiPassages(Handle handle) {
    this.handle = handle;
  }

  /** A row of {@code passage_set}. */
  private record SetRow(String fingerprint, @Nullable String model) {}

  @Override
  public Optional<KeptPassages> find(long transcriptId) {
    return handle
        .createQuery("select * from passage_set where transcript_id = :id")
        .bind("id", transcriptId)
        .map((row, context) -> new SetRow(Rows.text(row, "fingerprint"), row.getString("model")))
        .findOne()
        .map(set -> new KeptPassages(set.fingerprint(), set.model(), passages(transcriptId)));
  }

  private List<Passage> passages(long transcriptId) {
    return handle
        .createQuery(
            """
            select segment_id, segment_number, start_seconds, speaker, text from passage
            where transcript_id = :id order by number
            """)
        .bind("id", transcriptId)
        .map((row, context) -> read(row))
        .list();
  }

  @Override
  public void keep(long transcriptId, KeptPassages set, float[][] vectors) {
    handle.execute("delete from passage_set where transcript_id = ?", transcriptId);
    handle.execute(
        "insert into passage_set (transcript_id, fingerprint, model) values (?, ?, ?)",
        transcriptId,
        set.fingerprint(),
        set.model());
    try (var batch =
        handle.prepareBatch(
            """
            insert into passage (transcript_id, number, segment_id, segment_number, start_seconds,
              speaker, text, vector)
            values (:transcript, :number, :segment, :order, :start, :speaker, :text, :vector)
            """)) {
      for (int i = 0; i < set.passages().size(); i++) {
        Passage passage = set.passages().get(i);
        batch
            .bind("transcript", transcriptId)
            .bind("number", i)
            .bind("segment", passage.segmentId())
            .bind("order", passage.segmentOrder())
            .bind("start", passage.start())
            .bind("speaker", passage.speaker())
            .bind("text", passage.text())
            .bind("vector", bytes(vectors.length == 0 ? NONE : vectors[i]))
            .add();
      }
      if (batch.size() > 0) {
        batch.execute();
      }
    }
    VectorTable.keep(handle, transcriptId, vectors);
  }

  @Override
  public double[] alike(long transcriptId, float[] vector) {
    return VectorTable.alike(handle, transcriptId, vector)
        .orElseGet(() -> comparedHere(transcriptId, vector));
  }

  /** What pgvector lacks it is given, so that passages from before it was there are its, too. */
  private double[] comparedHere(long transcriptId, float[] vector) {
    List<float[]> kept =
        handle
            .createQuery("select vector from passage where transcript_id = :id order by number")
            .bind("id", transcriptId)
            .map((row, context) -> floats(row.getBytes("vector")))
            .list();
    if (kept.stream().allMatch(other -> other.length == vector.length)) {
      VectorTable.keep(handle, transcriptId, kept.toArray(float[][]::new));
    }
    return kept.stream()
        .mapToDouble(other -> other.length == vector.length ? FindPassages.dot(vector, other) : 0)
        .toArray();
  }

  /** Several servers take at the same time; none waits for another. */
  @Override
  public Optional<Wanted> takeWanted(Duration mine) {
    return handle
        .createQuery(
            """
            with taken as (
              update wanted_passages
              set taken_until = now() + :seconds * interval '1 second', attempts = attempts + 1
              where transcript_id = (
                select transcript_id from wanted_passages
                where taken_until is null or taken_until <= now() order by transcript_id
                limit 1 for update skip locked)
              returning transcript_id, attempts)
            select id, account_id, taken.attempts from transcript join taken on transcript_id = id
            """)
        .bind("seconds", mine.toSeconds())
        .map(
            (row, context) ->
                new Wanted(row.getLong("account_id"), row.getLong("id"), row.getInt("attempts")))
        .findOne();
  }

  @Override
  public void dropWanted(Wanted wanted) {
    handle.execute(
        "delete from wanted_passages where transcript_id = ? and attempts = ?",
        wanted.transcriptId(),
        wanted.attempts());
  }

  private static Passage read(ResultSet row) throws SQLException {
    return new Passage(
        row.getLong("segment_id"),
        row.getInt("segment_number"),
        row.getDouble("start_seconds"),
        row.getString("speaker"),
        Rows.text(row, "text"));
  }

  private static byte[] bytes(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static float[] floats(byte[] bytes) {
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
