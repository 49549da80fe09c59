package ai.stt.app.account;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailPreferences;
import ai.stt.platform.account.Plan;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes what can be changed of an account. Thread-safe. */
public final class ChangeAccount {
  private final UnitOfWork work;
  private final Plans plans;
  private final AuthenticateKey authenticate;
  private final InstantSource clock;

  /** Changes these stores, and the memory of the one that authenticates. */
  public ChangeAccount(
      UnitOfWork work, Plans plans, AuthenticateKey authenticate, InstantSource clock) {
    this.work = work;
    this.plans = plans;
    this.authenticate = authenticate;
    this.clock = clock;
  }

  /**
   * What the owner wants changed; what is empty stays.
   *
   * @param name the new name
   * @param transcriptReady whether to write when a transcript is done
   * @param usageAlerts whether to write when credits run low
   * @param productNews whether to write what is new
   * @param keepsAudio whether the recordings of later orders stay after their transcription
   */
  public record Change(
      Optional<String> name,
      Optional<Boolean> transcriptReady,
      Optional<Boolean> usageAlerts,
      Optional<Boolean> productNews,
      Optional<Boolean> keepsAudio) {
    Account applyTo(Account account) {
      EmailPreferences old = account.emailPreferences();
      return account
          .withName(name.orElse(account.name()))
          .withKeepsAudio(keepsAudio.orElse(account.keepsAudio()))
          .withEmailPreferences(
              new EmailPreferences(
                  transcriptReady.orElse(old.transcriptReady()),
                  usageAlerts.orElse(old.usageAlerts()),
                  productNews.orElse(old.productNews())));
    }
  }

  /**
   * Changes an account as its owner wants.
   *
   * @throws ai.stt.speech.error.SpeechException {@code INVALID_REQUEST} for a bad name, {@code
   *     NOT_FOUND}
   */
  public Account change(long id, Change change) {
    return store(id, change::applyTo, Optional.empty());
  }

  /**
   * Puts an account on another plan.
   *
   * @throws ai.stt.speech.error.SpeechException {@code INVALID_REQUEST} for a plan that is not
   *     there, {@code NOT_FOUND}
   */
  public Account changePlan(long id, String planId) {
    Plan plan = plans.named(planId);
    return store(
        id,
        account -> account.withPlan(plan.id()),
        Optional.of(
            new AuditEvent(
                id, AuditEvent.Kind.PLAN_CHANGED, "plan " + plan.id(), clock.instant())));
  }

  private Account store(long id, UnaryOperator<Account> change, Optional<AuditEvent> event) {
    Account changed =
        work.in(
            stores -> {
              Account account = change.apply(ReadAccount.existing(stores, id));
              stores.get(Accounts.class).update(account);
              event.ifPresent(stores.get(AuditLog.class)::add);
              return account;
            });
    authenticate.forget(id);
    return changed;
  }
}
