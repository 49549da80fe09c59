package ai.stt.app.account;

import ai.stt.app.access.ApiKeys;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.key.KeyOwner;
import ai.stt.platform.account.Account;
import ai.stt.platform.key.ApiKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose a key or a session is. The keys that the configuration lists belong to the operator's
 * account and may do everything. Thread-safe.
 */
public final class RecogniseCaller {
  private static final Duration MEMORY = AuthenticateKey.MEMORY;

  private final ApiKeys listed;
  private final AdminAccount admin;
  private final AuthenticateKey keys;
  private final LogIn sessions;
  private final Plans plans;
  private final InstantSource clock;
  private volatile @Nullable Remembered operator;

  private record Remembered(Account account, Instant until) {}

  /**
   * Recognises these.
   *
   * @param listed keys of the configuration
   */
  public RecogniseCaller(
      ApiKeys listed,
      AdminAccount admin,
      AuthenticateKey keys,
      LogIn sessions,
      Plans plans,
      InstantSource clock) {
    this.listed = listed;
    this.admin = admin;
    this.keys = keys;
    this.sessions = sessions;
    this.plans = plans;
    this.clock = clock;
  }

  /**
   * Whose key it is.
   *
   * @throws ai.stt.speech.error.SpeechException {@code UNAUTHORIZED} when it is no key, {@code
   *     DEPENDENCY_FAILED} when the stores are away
   */
  public Member byKey(String text) {
    if (listed.knows(text)) {
      return withAllScopes(operator());
    }
    KeyOwner owner = keys.authenticate(text);
    return new Member(owner.account(), plans.of(owner.account()), owner.key().scopes());
  }

  /**
   * Whose session it is; a session may do everything.
   *
   * @throws ai.stt.speech.error.SpeechException {@code UNAUTHORIZED} when it is over or there is
   *     none, {@code DEPENDENCY_FAILED}
   */
  public Member bySession(String token) {
    return withAllScopes(sessions.resume(token));
  }

  private Member withAllScopes(Account account) {
    return new Member(account, plans.of(account), ApiKey.ALL);
  }

  private Account operator() {
    Instant now = clock.instant();
    Remembered known = operator;
    if (known == null || !now.isBefore(known.until)) {
      known = new Remembered(admin.account(), now.plus(MEMORY));
      operator = known;
    }
    return known.account;
  }
}
