package ai.stt.persistence.account;

import ai.stt.app.account.Accounts;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.EmailPreferences;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Accounts of one transaction. What belongs to an account refers to it with {@code on delete
 * cascade}.
 */
public final class JdbiAccounts implements Accounts {
  private final Handle handle;

  /** Accounts on this connection. */
  public JdbiAccounts(Handle handle) {
    this.handle = handle;
  }

  @Override
  public Optional<Account> add(
      EmailAddress email, String name, String plan, String passwordHash, Instant createdAt) {
    EmailPreferences preferences = EmailPreferences.DEFAULT;
    return handle
        .createQuery(
            """
            insert into account as a (email, name, plan, password_hash, transcript_ready, usage_alerts,
              product_news, created_at)
            values (:email, :name, :plan, :hash, :ready, :alerts, :news, :at)
            on conflict (email) do nothing
            returning\s"""
                + AccountRow.COLUMNS)
        .bind("email", email.text())
        .bind("name", name)
        .bind("plan", plan)
        .bind("hash", passwordHash)
        .bind("ready", preferences.transcriptReady())
        .bind("alerts", preferences.usageAlerts())
        .bind("news", preferences.productNews())
        .bind("at", Rows.time(createdAt))
        .map((row, context) -> AccountRow.read(row))
        .findOne();
  }

  @Override
  public Optional<Account> find(long id) {
    return handle
        .createQuery("select " + AccountRow.COLUMNS + " from account a where a.id = :id")
        .bind("id", id)
        .map((row, context) -> AccountRow.read(row))
        .findOne();
  }

  @Override
  public Optional<Account> find(EmailAddress email) {
    return handle
        .createQuery("select " + AccountRow.COLUMNS + " from account a where a.email = :email")
        .bind("email", email.text())
        .map((row, context) -> AccountRow.read(row))
        .findOne();
  }

  @Override
  public Optional<String> passwordHash(long id) {
    return handle
        .createQuery("select password_hash from account where id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public boolean update(Account account) {
    EmailPreferences preferences = account.emailPreferences();
    return handle
            .createUpdate(
                """
                update account
                set name = :name, plan = :plan, transcript_ready = :ready, usage_alerts = :alerts,
                  product_news = :news, keep_audio = :audio
                where id = :id
                """)
            .bind("id", account.id())
            .bind("name", account.name())
            .bind("plan", account.plan())
            .bind("ready", preferences.transcriptReady())
            .bind("alerts", preferences.usageAlerts())
            .bind("news", preferences.productNews())
            .bind("audio", account.keepsAudio())
            .execute()
        == 1;
  }

  @Override
  public boolean delete(long id) {
    return handle.execute("delete from account where id = ?", id) == 1;
  }

  @Override
  public List<Account> list(int limit, int offset) {
    return handle
        .createQuery(
            "select "
                + AccountRow.COLUMNS
                + " from account a order by a.id limit :limit offset :offset")
        .bind("limit", limit)
        .bind("offset", offset)
        .map((row, context) -> AccountRow.read(row))
        .list();
  }

  @Override
  public long count() {
    return handle.createQuery("select count(*) from account").mapTo(Long.class).one();
  }
}
