package ai.stt.app.account;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.NewKey;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.Plan;
import ai.stt.platform.key.ApiKey;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The operator's own account: made at the first start, with a key that is shown once, and owner of
 * the keys that the configuration lists. It has no password. Thread-safe.
 */
public final class AdminAccount {
  /** Its address; the domain cannot exist (RFC 2606). */
  public static final EmailAddress EMAIL = new EmailAddress("admin@stt.invalid");

  private static final String NAME = "admin";
  private static final String NO_PASSWORD = "!";

  private final UnitOfWork work;
  private final CreateKey createKey;
  private final Plan plan;
  private final InstantSource clock;

  /**
   * The account in these stores.
   *
   * @param plan that it gets when it is made
   */
  public AdminAccount(UnitOfWork work, CreateKey createKey, Plan plan, InstantSource clock) {
    this.work = work;
    this.createKey = createKey;
    this.plan = plan;
    this.clock = clock;
  }

  /** Makes the account when there is none, with its first key; empty when it was there. */
  public Optional<NewKey> ensure() {
    return work.in(
        stores ->
            stores.get(Accounts.class).find(EMAIL).isPresent() ? Optional.empty() : make(stores));
  }

  /**
   * The account.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} when there is none yet
   */
  public Account account() {
    return work.in(stores -> stores.get(Accounts.class).find(EMAIL))
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.DEPENDENCY_FAILED, "the server is not ready yet; try again shortly"));
  }

  private Optional<NewKey> make(Stores stores) {
    Instant now = clock.instant();
    Optional<Account> made =
        stores.get(Accounts.class).add(EMAIL, NAME, plan.id(), NO_PASSWORD, now);
    made.ifPresent(
        account ->
            stores
                .get(AuditLog.class)
                .add(
                    new AuditEvent(
                        account.id(),
                        AuditEvent.Kind.ACCOUNT_CREATED,
                        "plan " + account.plan(),
                        now)));
    return made.map(account -> createKey.create(stores, account.id(), "Admin key", ApiKey.ALL));
  }
}
