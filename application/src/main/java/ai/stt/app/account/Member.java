package ai.stt.app.account;

import ai.stt.platform.account.Account;
import ai.stt.platform.account.Plan;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import java.util.Set;

/**
 * A caller whose account is known.
 *
 * @param account whose key or session it is
 * @param plan what the account may use
 * @param scopes what this key may do
 */
public record Member(Account account, Plan plan, Set<Scope> scopes) {
  /** Copies the scopes. */
  public Member {
    scopes = Set.copyOf(scopes);
  }

  /** The account's id. */
  public long accountId() {
    return account.id();
  }

  /**
   * Makes sure that the caller may do something.
   *
   * @throws ai.stt.speech.error.SpeechException {@code FORBIDDEN} naming the scope
   */
  public void require(Scope scope) {
    ApiKey.require(scopes, scope);
  }
}
