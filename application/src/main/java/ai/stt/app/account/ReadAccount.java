package ai.stt.app.account;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.List;

/** Shows accounts: their own to their owners, all to the operator. Thread-safe. */
public final class ReadAccount {
  private final UnitOfWork work;
  private final Plans plans;
  private final ReadCredits credits;

  /** Reads these stores. */
  public ReadAccount(UnitOfWork work, Plans plans, ReadCredits credits) {
    this.work = work;
    this.plans = plans;
    this.credits = credits;
  }

  /**
   * An account with all that its owner sees.
   *
   * @param account itself
   * @param plan what it may use
   * @param credits what it has
   */
  public record AccountView(Account account, Plan plan, CreditSummary credits) {}

  /**
   * The account with this id.
   *
   * @throws SpeechException {@code NOT_FOUND}
   */
  public AccountView read(long id) {
    return work.in(stores -> view(stores, existing(stores, id)));
  }

  /** Whether there is an account with this id. */
  public boolean exists(long id) {
    return work.in(stores -> stores.get(Accounts.class).find(id).isPresent());
  }

  /**
   * The account of an address.
   *
   * @throws SpeechException {@code NOT_FOUND}
   */
  public AccountView read(EmailAddress email) {
    return work.in(
        stores ->
            view(stores, stores.get(Accounts.class).find(email).orElseThrow(ReadAccount::missing)));
  }

  /** A page of all accounts, for the operator. */
  public Page<Account> list(PageRequest page) {
    return work.in(
        stores -> {
          Accounts accounts = stores.get(Accounts.class);
          return new Page<>(accounts.count(), accounts.list(page.limit(), page.offset()));
        });
  }

  /** What was done to an account, the newest first; also after it was deleted. */
  public List<AuditEvent> audit(long id, int limit) {
    return work.in(stores -> stores.get(AuditLog.class).of(id, limit));
  }

  private AccountView view(Stores stores, Account account) {
    Plan plan = plans.of(account);
    return new AccountView(account, plan, credits.summary(stores, account.id(), plan));
  }

  static Account existing(Stores stores, long id) {
    return stores.get(Accounts.class).find(id).orElseThrow(ReadAccount::missing);
  }

  private static SpeechException missing() {
    return new SpeechException(ErrorCode.NOT_FOUND, "there is no such account");
  }
}
