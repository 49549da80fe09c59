package ai.stt.persistence.transcript;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.transcript.TranscriptHead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL of a filtered list. Values are always parameters. */
final class TranscriptSearch {
  private final StringBuilder where = new StringBuilder("account_id = :account");
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final boolean all;

  TranscriptSearch(long accountId, TranscriptFilter filter) {
    all = filter.equals(TranscriptFilter.ALL);
    values.put("account", accountId);
    if (filter.status() != null) {
      and("status = :status", "status", filter.status().text());
    }
    if (filter.language() != null) {
      and("language = :language", "language", Cleaned.text(filter.language()));
    }
    if (filter.from() != null) {
      and("created_at >= :from", "from", Rows.time(filter.from()));
    }
    if (filter.before() != null) {
      and("created_at < :before", "before", Rows.time(filter.before()));
    }
    if (filter.query() != null) {
      and("search @@ transcript_query(:query)", "query", Cleaned.text(filter.query()));
    }
  }

  private void and(String condition, String name, Object value) {
    where.append(" and ").append(condition);
    values.put(name, value);
  }

  /** How many there are; without a filter that is kept. */
  long count(Handle handle) {
    return bound(handle.createQuery(countSql())).mapTo(Long.class).findOne().orElse(0L);
  }

  private String countSql() {
    return all
        ? "select transcripts from job_turn where account_id = :account"
        : "select count(*) from transcript where " + where;
  }

  /**
   * A page.
   *
   * @param count of the whole list, as it was just now
   */
  List<TranscriptHead> page(Handle handle, PageRequest page, long count, HeadReader reader) {
    return page(handle, "", page, count).map((row, context) -> reader.read(row)).list();
  }

  /** What PostgreSQL would do for a page and for its count. */
  List<String> explained(Handle handle, PageRequest page, long count) {
    List<String> lines = new ArrayList<>();
    lines.addAll(page(handle, "explain", page, count).mapTo(String.class).list());
    lines.addAll(bound(handle.createQuery("explain " + countSql())).mapTo(String.class).list());
    return lines;
  }

  /**
   * Found by one query of an index, then read by their ids. The rows before the page are skipped
   * one by one: from the end when that is nearer, so that an old page costs no more than a middle
   * one. It is the page of the list that was counted, also when there is more by now.
   */
  private Query page(Handle handle, String explain, PageRequest page, long count) {
    boolean fromEnd = all && page.offset() > count / 2;
    long left = Math.max(0, count - page.offset());
    String sql =
        """
        %s select %s from (
          select id as found_id, created_at as found_at from transcript where %s
          order by %s limit :limit offset :offset) found
        join transcript on id = found_id
        order by found_at desc, found_id desc
        """
            .formatted(
                explain,
                JdbiTranscripts.COLUMNS,
                where,
                fromEnd ? "created_at, id" : "created_at desc, id desc");
    return bound(handle.createQuery(sql))
        .bind("limit", fromEnd ? Math.min(page.limit(), left) : page.limit())
        .bind("offset", fromEnd ? Math.max(0, left - page.limit()) : page.offset());
  }

  private <S extends SqlStatement<S>> S bound(S statement) {
    values.forEach(statement::bind);
    return statement;
  }

  /** Reads a row. */
  interface HeadReader {
    TranscriptHead read(ResultSet row) throws SQLException;
  }
}
