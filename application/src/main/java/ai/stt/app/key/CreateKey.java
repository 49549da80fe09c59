package ai.stt.app.key;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.KeySecret;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** Makes keys. Thread-safe. */
public final class CreateKey {
  /** The most keys of one account. */
  public static final int MOST_KEYS = 100;

  private final UnitOfWork work;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Makes keys in these stores. */
  public CreateKey(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * Makes a key.
   *
   * @param accountId of an account that exists
   * @param name by which its owner knows it
   * @param scopes what it may do
   * @throws SpeechException {@code INVALID_REQUEST} for a bad name or no scope, {@code CONFLICT}
   *     when there are too many
   */
  public NewKey create(long accountId, String name, Set<Scope> scopes) {
    return work.in(stores -> create(stores, accountId, name, scopes));
  }

  /** As {@link #create(long, String, Set)}, as a part of more. */
  public NewKey create(Stores stores, long accountId, String name, Set<Scope> scopes) {
    Keys keys = stores.get(Keys.class);
    if (keys.count(accountId) >= MOST_KEYS) {
      throw new SpeechException(
          ErrorCode.CONFLICT,
          "an account has at most %d keys; revoke one first".formatted(MOST_KEYS));
    }
    Instant now = clock.instant();
    KeySecret secret = KeySecret.random(random);
    String checked = ApiKey.checkName(name);
    Set<Scope> some = ApiKey.checkScopes(scopes);
    ApiKey key = keys.add(accountId, checked, secret.prefix(), some, secret.hash(), now);
    stores
        .get(AuditLog.class)
        .add(new AuditEvent(accountId, AuditEvent.Kind.KEY_CREATED, "key " + key.id(), now));
    return new NewKey(key, secret);
  }
}
