package ai.stt.persistence.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.DatabaseSettings;
import ai.stt.persistence.testing.TestPostgres;
import ai.stt.platform.job.JobStatus;
import ai.stt.platform.transcript.TranscriptHead;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An account with a hundred thousand transcripts among those of others. */
@Timeout(120)
final class ManyTranscriptsTest {
  private static final List<TranscriptFilter> FILTERS =
      List.of(
          TranscriptFilter.ALL,
          new TranscriptFilter(JobStatus.FAILED, null, null, null, null),
          new TranscriptFilter(JobStatus.COMPLETED, null, null, null, null),
          new TranscriptFilter(null, "de", null, null, null),
          new TranscriptFilter(JobStatus.COMPLETED, "en", null, null, null),
          new TranscriptFilter(
              null,
              null,
              Instant.parse("2026-01-02T00:00:00Z"),
              Instant.parse("2026-01-03T00:00:00Z"),
              null),
          new TranscriptFilter(null, null, null, null, "word776"),
          new TranscriptFilter(null, null, null, null, "世界"));

  @Test
  void noListReadsAWholeTable() throws SQLException {
    DatabaseSettings settings = TestPostgres.fresh(10);
    try (var database = new Database(settings)) {
      database.migrate();
      var work = PlatformStores.on(database);
      var platform = new Platform(work, new MovableClock("2026-03-14T09:26:53Z"));
      long ada = platform.account("ada@example.org", Platform.SMALL).id();
      long bob = platform.account("bob@example.org", Platform.SMALL).id();
      populate(database, ada, bob);
      vacuum(settings);
      var read = new ReadTranscripts(work);
      for (TranscriptFilter filter : FILTERS) {
        assertThat(read.list(ada, filter, new PageRequest(20, 0)).count()).isPositive();
        for (int offset : new int[] {0, 500, 99_500}) {
          String plan = plan(database, ada, filter, new PageRequest(20, offset));
          assertThat(plan).doesNotContain("Seq Scan");
        }
      }
      assertThat(read.list(ada, TranscriptFilter.ALL, new PageRequest(20, 0)).count())
          .isEqualTo(100_000);
      assertPagesAreInOrder(read, ada);
    }
  }

  /** Pages of the newer half are skipped to from the newest, of the older half from the oldest. */
  private static void assertPagesAreInOrder(ReadTranscripts read, long account) {
    List<Long> newest = ids(read, account, 49_970, 100);
    assertThat(newest).hasSize(100).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(ids(read, account, 50_010, 20)).isEqualTo(newest.subList(40, 60));
    List<Long> oldest = ids(read, account, 99_900, 100);
    assertThat(oldest).hasSize(100).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(ids(read, account, 99_990, 20)).isEqualTo(oldest.subList(90, 100));
    assertThat(ids(read, account, 99_999, 20)).isEqualTo(oldest.subList(99, 100));
    assertThat(ids(read, account, 100_000, 20)).isEmpty();
  }

  private static List<Long> ids(ReadTranscripts read, long account, int offset, int limit) {
    return read
        .list(account, TranscriptFilter.ALL, new PageRequest(limit, offset))
        .results()
        .stream()
        .map(TranscriptHead::id)
        .toList();
  }

  private static String plan(
      Database database, long account, TranscriptFilter filter, PageRequest page) {
    var search = new TranscriptSearch(account, filter);
    return database.inTransaction(
        h ->
            search.explained(h, page, 100_000).stream()
                .reduce("", (before, line) -> before + "\n" + line));
  }

  private static void populate(Database database, long ada, long bob) {
    database.useTransaction(
        h -> {
          h.execute("insert into job_turn values (?, now(), 100000), (?, now(), 100000)", ada, bob);
          h.execute(
              """
              insert into transcript (slug, account_id, title, status, wanted_model, diarize,
                wanted_speakers, keeps_recording, at_once, created_at, attempts, progress,
                started_at, finished_at, credits_used, error_code, reason, model, language,
                language_probability, duration, search)
              select translate(lpad(n::text, 22, '0'), '0', 'x'), case when n % 11 > 0 then ? else ? end,
                'Talk ' || n, case when n % 50 < 2 then 'failed' else 'completed' end, 'base', false, 0, false,
                2, '2026-01-01T00:00:00Z'::timestamptz + n * interval '10 seconds', 1, 1, now(), now(), 1,
                'INTERNAL', 'x', 'base', case when n % 20 < 2 then 'de' else 'en' end, 1, 60,
                case when n % 1000 = 7 then transcript_search('你好世界', '') else
                  to_tsvector('simple', 'word' || n % 1000 || ' talk ' || n) end
              from generate_series(1, 110000) n
              """,
              ada, bob);
        });
  }

  /** As the database does by itself after so many changes. */
  private static void vacuum(DatabaseSettings settings) throws SQLException {
    try (var connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      statement.execute("vacuum analyze transcript");
    }
  }
}
