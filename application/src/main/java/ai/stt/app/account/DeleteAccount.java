package ai.stt.app.account;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.SharedCounts;
import ai.stt.app.audit.AuditLog;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailAddress;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.InstantSource;

/**
 * Deletes accounts with everything that belongs to them. What stays is one line that says that the
 * number was deleted and when. Thread-safe.
 */
public final class DeleteAccount {
  private final UnitOfWork work;
  private final SharedCounts counts;
  private final AuthenticateKey authenticate;
  private final InstantSource clock;

  /** Deletes from these stores, and from the memory of the one that authenticates. */
  public DeleteAccount(
      UnitOfWork work, SharedCounts counts, AuthenticateKey authenticate, InstantSource clock) {
    this.work = work;
    this.counts = counts;
    this.authenticate = authenticate;
    this.clock = clock;
  }

  /**
   * Deletes an account; its keys are refused from then on.
   *
   * @throws SpeechException {@code NOT_FOUND}; {@code CONFLICT} for the operator's own
   */
  public void delete(long id) {
    EmailAddress email = requireDeletable(id);
    work.run(
        stores -> {
          if (!stores.get(Accounts.class).delete(id)) {
            throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such account");
          }
          AuditLog audit = stores.get(AuditLog.class);
          audit.forget(id);
          audit.add(new AuditEvent(id, AuditEvent.Kind.ACCOUNT_DELETED, "", clock.instant()));
        });
    authenticate.forget(id);
    counts.drop(LogIn.subject(email));
    counts.drop(AccountLimits.subject(id));
  }

  /**
   * Makes sure that an account can be deleted.
   *
   * @return its address
   * @throws SpeechException as {@link #delete}
   */
  public EmailAddress requireDeletable(long id) {
    EmailAddress email = work.in(stores -> ReadAccount.existing(stores, id)).email();
    if (email.equals(AdminAccount.EMAIL)) {
      throw new SpeechException(
          ErrorCode.CONFLICT, "the operator's own account stays as long as the server");
    }
    return email;
  }
}
