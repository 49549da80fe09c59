package ai.stt.app.webhook;

import ai.stt.app.account.Accounts;
import ai.stt.app.audit.AuditLog;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The secret by which an account knows our webhooks; made when it is first needed. Thread-safe. */
public final class ShareWebhookSecret {
  private final UnitOfWork work;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Secrets in these stores. */
  public ShareWebhookSecret(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * The account's secret.
   *
   * @throws SpeechException {@code NOT_FOUND} when the account is gone
   */
  public WebhookSecret of(long account) {
    return work.in(
        stores ->
            existing(stores, account)
                .get(WebhookOutbox.class)
                .secret(account, WebhookSecret.fresh(random)));
  }

  /** Replaces the account's secret; from then on every attempt is signed with the new one only. */
  public WebhookSecret rotate(long account) {
    WebhookSecret fresh = WebhookSecret.fresh(random);
    work.run(
        stores -> {
          existing(stores, account).get(WebhookOutbox.class).replaceSecret(account, fresh);
          stores
              .get(AuditLog.class)
              .add(
                  new AuditEvent(
                      account, AuditEvent.Kind.WEBHOOK_SECRET_REPLACED, "", clock.instant()));
        });
    return fresh;
  }

  private static Stores existing(Stores stores, long account) {
    if (stores.get(Accounts.class).find(account).isEmpty()) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such account");
    }
    return stores;
  }
}
