package ai.stt.app.account;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import java.time.InstantSource;

/**
 * Deletes accounts with everything that belongs to them. What stays is one line that says that the
 * number was deleted and when. Thread-safe.
 */
public final class DeleteAccount {
  private final UnitOfWork work;
  private final AuthenticateKey authenticate;
  private final InstantSource clock;

  /** Deletes from these stores, and from the memory of the one that authenticates. */
  public DeleteAccount(UnitOfWork work, AuthenticateKey authenticate, InstantSource clock) {
    this.work = work;
    this.authenticate = authenticate;
    this.clock = clock;
  }

  /**
   * Deletes an account; its keys are refused from then on.
   *
   * @throws ai.stt.speech.error.SpeechException {@code NOT_FOUND}
   */
  public void delete(long id) {
    work.run(
        stores -> {
          ReadAccount.existing(stores, id);
          stores.get(Accounts.class).delete(id);
          AuditLog audit = stores.get(AuditLog.class);
          audit.forget(id);
          audit.add(new AuditEvent(id, AuditEvent.Kind.ACCOUNT_DELETED, "", clock.instant()));
        });
    authenticate.forget(id);
  }
}
