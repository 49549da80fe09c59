package ai.stt.app.account;

import ai.stt.platform.account.Account;
import ai.stt.platform.account.Plan;
import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
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
   * Makes sure that the caller is the operator: a key of the configuration, or one of the account
   * that is made at the first start.
   *
   * @throws SpeechException {@code FORBIDDEN} for everybody else
   */
  public void requireOperator() {
    if (!account.email().equals(AdminAccount.EMAIL)) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN, "this is for the operator of the server; use a key of that account");
    }
  }

  /**
   * Makes sure that the caller may do something.
   *
   * @throws SpeechException {@code FORBIDDEN} naming the scope
   */
  public void require(Scope scope) {
    ApiKey.require(scopes, scope);
  }
}
