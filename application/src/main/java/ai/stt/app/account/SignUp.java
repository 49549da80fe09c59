package ai.stt.app.account;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.NewKey;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.key.ApiKey;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import java.time.InstantSource;

/** Makes accounts with their first key. Thread-safe. */
public final class SignUp {
  private static final String FIRST_KEY = "First key";

  private final UnitOfWork work;
  private final Plans plans;
  private final Passwords passwords;
  private final CreateKey createKey;
  private final InstantSource clock;

  /** Signs up in these stores. */
  public SignUp(
      UnitOfWork work, Plans plans, Passwords passwords, CreateKey createKey, InstantSource clock) {
    this.work = work;
    this.plans = plans;
    this.passwords = passwords;
    this.createKey = createKey;
    this.clock = clock;
  }

  /**
   * A new account.
   *
   * @param account as it is stored
   * @param key its first key, which may do everything
   */
  public record SignedUp(Account account, NewKey key) {}

  /**
   * Makes an account on the initial plan.
   *
   * @throws SpeechException {@code INVALID_REQUEST} for a bad address, name or password, {@code
   *     CONFLICT} when the address has an account
   */
  public SignedUp signUp(String email, String password, String name) {
    return signUp(email, password, name, plans.initial().id());
  }

  /** As {@link #signUp(String, String, String)}, on a plan that the operator chose. */
  public SignedUp signUp(String email, String password, String name, String plan) {
    var address = new EmailAddress(email);
    PasswordRules.check(password, address);
    String checkedName = Account.checkName(name);
    String planId = plans.named(plan).id();
    String hash = passwords.hash(password); // slow: before the unit of work
    return work.in(stores -> add(stores, address, checkedName, planId, hash));
  }

  private SignedUp add(
      Stores stores, EmailAddress email, String name, String plan, String passwordHash) {
    Instant now = clock.instant();
    Account account =
        stores
            .get(Accounts.class)
            .add(email, name, plan, passwordHash, now)
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.CONFLICT,
                        "this e-mail address has an account already; log in instead"));
    stores
        .get(AuditLog.class)
        .add(
            new AuditEvent(
                account.id(), AuditEvent.Kind.ACCOUNT_CREATED, "plan " + account.plan(), now));
    return new SignedUp(account, createKey.create(stores, account.id(), FIRST_KEY, ApiKey.ALL));
  }
}
