package ai.stt.app.key;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.InstantSource;

/** Takes keys out of use at once. Thread-safe. */
public final class RevokeKey {
  private final UnitOfWork work;
  private final AuthenticateKey authenticate;
  private final InstantSource clock;

  /** Revokes in these stores, and in the memory of the one that authenticates. */
  public RevokeKey(UnitOfWork work, AuthenticateKey authenticate, InstantSource clock) {
    this.work = work;
    this.authenticate = authenticate;
    this.clock = clock;
  }

  /**
   * Revokes a key: the next request with it is refused here, and within a second on other servers.
   *
   * @throws SpeechException {@code NOT_FOUND} when the account has no such key
   */
  public void revoke(long accountId, long keyId) {
    work.run(
        stores -> {
          if (!stores.get(Keys.class).remove(accountId, keyId)) {
            throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such key");
          }
          stores
              .get(AuditLog.class)
              .add(
                  new AuditEvent(
                      accountId, AuditEvent.Kind.KEY_REVOKED, "key " + keyId, clock.instant()));
        });
    authenticate.forget(accountId);
  }
}
