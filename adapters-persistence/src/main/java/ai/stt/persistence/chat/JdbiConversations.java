package ai.stt.persistence.chat;

import ai.stt.app.chat.Conversations;
import ai.stt.app.chat.Exchange;
import ai.stt.persistence.database.Rows;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Conversations of one transaction. */
public final class JdbiConversations implements Conversations {
  private final Handle handle;

  /** Conversations on this connection. */
  public JdbiConversations(Handle handle) {
    this.handle = handle;
  }

  @Override
  public Optional<List<Exchange>> find(long transcriptId, String session) {
    if (session.indexOf('\0') >= 0) { // which a text of the database cannot hold
      return Optional.empty();
    }
    List<Exchange> exchanges =
        handle
            .createQuery(
                """
                select * from exchange where transcript_id = :transcript and session = :session
                order by id
                """)
            .bind("transcript", transcriptId)
            .bind("session", session)
            .map(
                (row, context) ->
                    new Exchange(
                        Rows.text(row, "question"), Rows.text(row, "answer"), Rows.time(row, "at")))
            .list();
    return exchanges.isEmpty() ? Optional.empty() : Optional.of(exchanges);
  }

  @Override
  public void add(
      long transcriptId, String session, Exchange exchange, int mostExchanges, int mostSessions) {
    handle.execute(
        """
        insert into conversation (transcript_id, session, used_at) values (?, ?, ?)
        on conflict (transcript_id, session) do update set used_at = excluded.used_at
        """,
        transcriptId,
        session,
        Rows.time(exchange.at()));
    handle.execute(
        "insert into exchange (transcript_id, session, question, answer, at) values (?, ?, ?, ?, ?)",
        transcriptId,
        session,
        exchange.question(),
        exchange.answer(),
        Rows.time(exchange.at()));
    handle.execute(
        """
        delete from exchange where id in (
          select id from exchange where transcript_id = ? and session = ?
          order by id desc offset ?)
        """,
        transcriptId,
        session,
        mostExchanges);
    handle.execute(
        """
        delete from conversation where transcript_id = ? and session in (
          select session from conversation where transcript_id = ?
          order by used_at desc, session desc offset ?)
        """,
        transcriptId,
        transcriptId,
        mostSessions);
  }
}
