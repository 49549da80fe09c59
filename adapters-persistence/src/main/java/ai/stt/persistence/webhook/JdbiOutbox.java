package ai.stt.persistence.webhook;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.webhook.WebhookAttempt;
import ai.stt.app.webhook.WebhookAttempt.Outcome;
import ai.stt.app.webhook.WebhookDelivery;
import ai.stt.app.webhook.WebhookMessage;
import ai.stt.app.webhook.WebhookOutbox;
import ai.stt.app.webhook.WebhookSecret;
import ai.stt.persistence.database.Rows;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The outbox of one transaction. */
public final class JdbiOutbox implements WebhookOutbox {
  /** So many are taken at once of one account, so that its slow receivers hold up no other one. */
  private static final int SHARE = 8;

  private static final String COLUMNS =
      "m.id, m.account_id, m.transcript_id, m.target, m.body, m.created_at, m.attempts, m.due";

  private final Handle handle;

  /** The outbox on this connection. */
  public JdbiOutbox(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void put(WebhookMessage message) {
    handle.execute(
        """
        insert into webhook_message (id, account_id, transcript_id, target, body, created_at, attempts, due)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (id) do nothing
        """,
        message.id(),
        message.account(),
        message.transcript(),
        message.target().toString(),
        message.json(),
        Rows.time(message.createdAt()),
        message.attempts(),
        Rows.time(message.createdAt()));
  }

  @Override
  public List<WebhookMessage> claim(Instant now, Duration lease, int most) {
    return handle
        .createQuery(
            """
            with waiting as (
              select id, row_number() over (partition by account_id order by due, id) as place
              from webhook_message where due <= :now
            ), taken as (
              select m.id from webhook_message m join waiting w on w.id = m.id
              where w.place <= :share and m.due <= :now
              order by m.due, m.id limit :most for update of m skip locked
            )
            update webhook_message m set due = :end from taken where taken.id = m.id
            returning\s"""
                + COLUMNS)
        .bind("now", Rows.time(now))
        .bind("end", Rows.time(now.plus(lease)))
        .bind("share", SHARE)
        .bind("most", most)
        .map((row, context) -> message(row))
        .list();
  }

  @Override
  public void record(String messageId, WebhookAttempt attempt, Instant next) {
    int updated =
        handle
            .createUpdate(
                """
                update webhook_message set attempts = :number, due = :due
                where id = :id and attempts = :number - 1 and due is not null
                """)
            .bind("id", messageId)
            .bind("number", attempt.number())
            .bind("due", attempt.outcome() == Outcome.RETRYING ? Rows.time(next) : null)
            .execute();
    if (updated == 1) {
      handle.execute(
          "insert into webhook_attempt (message_id, number, at, outcome, detail) values (?, ?, ?, ?, ?)",
          messageId,
          attempt.number(),
          Rows.time(attempt.at()),
          attempt.outcome().name().toLowerCase(Locale.ROOT),
          attempt.detail());
    }
  }

  @Override
  public Page<WebhookDelivery> deliveries(long account, PageRequest page) {
    long count =
        handle
            .createQuery("select count(*) from webhook_message where account_id = :account")
            .bind("account", account)
            .mapTo(Long.class)
            .one();
    List<WebhookDelivery> found =
        handle
            .createQuery(
                """
                select %s from webhook_message m where m.account_id = :account
                order by m.created_at desc, m.id desc limit :limit offset :offset
                """
                    .formatted(COLUMNS))
            .bind("account", account)
            .bind("limit", page.limit())
            .bind("offset", page.offset())
            .map(
                (row, context) ->
                    new WebhookDelivery(message(row), Rows.timeOrNull(row, "due"), List.of()))
            .list();
    Map<String, List<WebhookAttempt>> logs =
        logs(found.stream().map(each -> each.message().id()).toList());
    return new Page<>(
        count,
        found.stream()
            .map(
                each ->
                    new WebhookDelivery(
                        each.message(),
                        each.next(),
                        logs.getOrDefault(each.message().id(), List.of())))
            .toList());
  }

  private Map<String, List<WebhookAttempt>> logs(List<String> ids) {
    Map<String, List<WebhookAttempt>> logs = new HashMap<>();
    handle
        .createQuery(
            """
            select message_id, number, at, outcome, detail from webhook_attempt
            where message_id = any(:ids) order by message_id, number
            """)
        .bindArray("ids", String.class, ids)
        .map(
            (row, context) ->
                logs.computeIfAbsent(Rows.text(row, "message_id"), id -> new ArrayList<>())
                    .add(attempt(row)))
        .list();
    return logs;
  }

  @Override
  public void forget(Instant before) {
    handle.execute(
        "delete from webhook_message where due is null and created_at < ?", Rows.time(before));
  }

  @Override
  public WebhookSecret secret(long account, WebhookSecret fresh) {
    handle.execute(
        """
        insert into webhook_secret (account_id, secret) values (?, ?)
        on conflict (account_id) do nothing
        """,
        account,
        fresh.reveal());
    return handle
        .createQuery("select secret from webhook_secret where account_id = :account")
        .bind("account", account)
        .mapTo(String.class)
        .map(WebhookSecret::parse)
        .one();
  }

  @Override
  public void replaceSecret(long account, WebhookSecret fresh) {
    handle.execute(
        """
        insert into webhook_secret (account_id, secret) values (?, ?)
        on conflict (account_id) do update set secret = excluded.secret
        """,
        account,
        fresh.reveal());
  }

  private static WebhookMessage message(ResultSet row) throws SQLException {
    return new WebhookMessage(
        Rows.text(row, "id"),
        row.getLong("account_id"),
        row.getLong("transcript_id"),
        URI.create(Rows.text(row, "target")),
        Rows.text(row, "body"),
        Rows.time(row, "created_at"),
        row.getInt("attempts"));
  }

  private static WebhookAttempt attempt(ResultSet row) throws SQLException {
    return new WebhookAttempt(
        Rows.time(row, "at"),
        row.getInt("number"),
        Outcome.valueOf(Rows.text(row, "outcome").toUpperCase(Locale.ROOT)),
        Rows.text(row, "detail"));
  }
}
