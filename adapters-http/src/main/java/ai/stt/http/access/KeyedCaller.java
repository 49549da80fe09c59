package ai.stt.http.access;

import ai.stt.app.key.KeyOwner;
import ai.stt.platform.account.Plan;

/**
 * An account that calls with one of its keys.
 *
 * @param owner the account and the key
 * @param plan what the account may use
 */
public record KeyedCaller(KeyOwner owner, Plan plan) {
  /** The account's id. */
  public long accountId() {
    return owner.account().id();
  }
}
