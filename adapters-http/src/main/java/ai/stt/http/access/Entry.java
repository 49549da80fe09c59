package ai.stt.http.access;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.account.Member;
import ai.stt.platform.account.Plan;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import org.jspecify.annotations.Nullable;

/**
 * A caller that was let in and holds a place until this is closed. For the thread that entered.
 *
 * @param account the caller's; null for an anonymous one
 * @param plan what the caller may use
 * @param maxUploadBytes the largest file the caller may send
 * @param accountPlace what an account holds
 * @param anonymousPlace what an anonymous caller holds
 * @param lookAgain authenticates the caller again
 */
public record Entry(
    @Nullable Member account,
    Plan plan,
    long maxUploadBytes,
    AccountLimits.@Nullable Place accountPlace,
    AnonymousLimits.@Nullable Place anonymousPlace,
    Runnable lookAgain)
    implements AutoCloseable {
  /**
   * Makes sure that the caller may still come in, after a body that took long to arrive.
   *
   * @throws SpeechException {@code UNAUTHORIZED} when its key was revoked meanwhile
   */
  public void confirm() {
    lookAgain.run();
  }

  /**
   * Makes sure that a caller without an account may use a model; for accounts the order is checked.
   *
   * @throws SpeechException {@code FORBIDDEN}
   */
  public void requireModel(String model) {
    if (!plan.allows(model)) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN,
          "model: use without a key does not include '%s'; choose another one or upgrade"
              .formatted(model));
    }
  }

  /** Says that no work was done for this caller. */
  public void refund() {
    if (anonymousPlace != null) {
      anonymousPlace.refund();
    }
  }

  /** Gives the place back. Idempotent. */
  @Override
  public void close() {
    if (anonymousPlace != null) {
      anonymousPlace.close();
    }
    if (accountPlace != null) {
      accountPlace.close();
    }
  }
}
