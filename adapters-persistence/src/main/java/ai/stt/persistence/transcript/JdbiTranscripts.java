package ai.stt.persistence.transcript;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.persistence.database.Rows;
import ai.stt.persistence.job.JobRow;
import ai.stt.platform.job.Job;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.transcript.Segment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Transcripts of one transaction. */
public final class JdbiTranscripts implements Transcripts {
  /** Of a head; the speakers' turns may be large and are read only with one transcript. */
  static final String COLUMNS =
      JobRow.COLUMNS + ", title, model, language, language_probability, duration";

  private final Handle handle;

  /** Transcripts on this connection. */
  public JdbiTranscripts(Handle handle) {
    this.handle = handle;
  }

  /** Rows are skipped in an index alone; only those of the page are read. */
  @Override
  public Page<TranscriptHead> list(long accountId, TranscriptFilter filter, PageRequest page) {
    var search = new TranscriptSearch(accountId, filter);
    long count = search.count(handle);
    if (count <= page.offset()) {
      return new Page<>(count, List.of());
    }
    return new Page<>(count, search.page(handle, page, count, row -> head(row, null)));
  }

  @Override
  public Optional<TranscriptHead> find(long accountId, TranscriptRef ref) {
    return one(accountId, ref, "");
  }

  @Override
  public Optional<TranscriptHead> lock(long accountId, TranscriptRef ref) {
    return one(accountId, ref, "for update");
  }

  private Optional<TranscriptHead> one(long accountId, TranscriptRef ref, String lock) {
    String column = ref instanceof TranscriptRef.ById ? "id" : "slug";
    Object value =
        switch (ref) {
          case TranscriptRef.ById byId -> byId.id();
          case TranscriptRef.BySlug bySlug -> bySlug.slug();
        };
    return handle
        .createQuery(
            "select %s, turns from transcript where %s = :ref and account_id = :account %s"
                .formatted(COLUMNS, column, lock))
        .bind("ref", value)
        .bind("account", accountId)
        .map((row, context) -> head(row, TurnsJson.read(row.getString("turns"))))
        .findOne();
  }

  @Override
  public List<StoredSegment> segments(long id) {
    return handle
        .createQuery("select * from segment where transcript_id = :id order by number")
        .bind("id", id)
        .map((row, context) -> SegmentRow.read(row))
        .list();
  }

  @Override
  public Page<StoredSegment> segments(long id, PageRequest page) {
    long count =
        handle
            .createQuery("select count(*) from segment where transcript_id = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .one();
    List<StoredSegment> part =
        handle
            .createQuery(
                """
                select * from segment where transcript_id = :id
                order by number limit :limit offset :offset
                """)
            .bind("id", id)
            .bind("limit", page.limit())
            .bind("offset", page.offset())
            .map((row, context) -> SegmentRow.read(row))
            .list();
    return new Page<>(count, part);
  }

  @Override
  public Optional<StoredSegment> segment(long id, long segmentId) {
    return handle
        .createQuery("select * from segment where id = :segment and transcript_id = :id")
        .bind("segment", segmentId)
        .bind("id", id)
        .map((row, context) -> SegmentRow.read(row))
        .findOne();
  }

  /** One statement, with one update of the row, which has many indexes. */
  @Override
  public void keep(Job.Completed job, Heard heard, List<Segment> segments) {
    Update update =
        handle
            .createUpdate(
                """
                with later as (delete from segment where transcript_id = :id and number >= :count),
                  wanted as (insert into wanted_passages (transcript_id) values (:id)
                    on conflict (transcript_id) do update
                      set taken_until = null, attempts = wanted_passages.attempts + 1),
                  done as (update transcript set status = 'completed', attempts = :attempts,
                      worker = null, lease_end = null, progress = 1, started_at = :started,
                      finished_at = :finished, credits_used = :credits, error_code = null,
                      reason = null, recording = case when keeps_recording then recording end,
                      recording_until = case when keeps_recording
                        then cast(:finished as timestamptz) + make_interval(secs => kept_days * 86400.0) end,
                      model = :model, language = :language, language_probability = :probability,
                      duration = :duration, turns = :turns::jsonb,
                      search = transcript_search(title, :text)
                    where id = :id)
                insert into segment (transcript_id, number, start_seconds, end_seconds, text,
                  confidence, speaker, words)
                select :id, place - 1, start_seconds, end_seconds, part, confidence, speaker, words::jsonb
                from unnest(:starts, :ends, :texts, :confidences, :speakers, :words) with ordinality
                  as heard (start_seconds, end_seconds, part, confidence, speaker, words, place)
                on conflict (transcript_id, number) do update set
                  start_seconds = excluded.start_seconds, end_seconds = excluded.end_seconds,
                  text = excluded.text, confidence = excluded.confidence,
                  speaker = excluded.speaker, words = excluded.words
                """)
            .bind("id", job.order().id())
            .bind("attempts", job.attempts())
            .bind("started", Rows.time(job.startedAt()))
            .bind("finished", Rows.time(job.finishedAt()))
            .bind("credits", job.creditsUsed())
            .bind("model", heard.model())
            .bind("language", heard.language())
            .bind("probability", heard.languageProbability())
            .bind("duration", heard.duration())
            .bind("turns", TurnsJson.write(heard.turns()))
            .bind("text", segments.stream().map(Segment::text).collect(Collectors.joining(" ")));
    SegmentRow.bindAll(update, segments);
    update.execute();
  }

  @Override
  public void rename(long id, String title) {
    handle.execute("update transcript set title = ? where id = ?", title, id);
    index(id);
  }

  @Override
  public void change(long id, Collection<StoredSegment> segments) {
    try (var batch =
        handle.prepareBatch(
            """
            update segment set start_seconds = :start, end_seconds = :end, text = :text,
              confidence = :confidence, speaker = :speaker, words = :words::jsonb
            where id = :segment and transcript_id = :id
            """)) {
      for (StoredSegment stored : segments) {
        SegmentRow.bind(batch, stored.segment());
        batch.bind("segment", stored.id()).bind("id", id).add();
      }
      if (batch.size() > 0) {
        batch.execute();
      }
    }
    index(id);
  }

  /** Makes the transcript be found by what it holds now. */
  private void index(long id) {
    handle.execute(
        """
        update transcript set search = transcript_search(title, coalesce(
          (select string_agg(text, ' ' order by number) from segment where transcript_id = ?), ''))
        where id = ?
        """,
        id,
        id);
  }

  @Override
  public void remove(long id) {
    handle.execute("delete from transcript where id = ?", id);
  }

  private static TranscriptHead head(ResultSet row, @Nullable List<SpeakerTurn> turns)
      throws SQLException {
    return new TranscriptHead(JobRow.read(row), Rows.text(row, "title"), heard(row, turns));
  }

  private static @Nullable Heard heard(ResultSet row, @Nullable List<SpeakerTurn> turns)
      throws SQLException {
    String model = row.getString("model");
    return model == null
        ? null
        : new Heard(
            model,
            Rows.text(row, "language"),
            row.getDouble("language_probability"),
            row.getDouble("duration"),
            turns);
  }
}
