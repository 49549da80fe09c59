package ai.stt.app.testing;

import ai.stt.app.access.InMemoryCounts;
import ai.stt.app.access.SharedCounts;
import ai.stt.app.account.ChangeAccount;
import ai.stt.app.account.DeleteAccount;
import ai.stt.app.account.LogIn;
import ai.stt.app.account.Passwords;
import ai.stt.app.account.Plans;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.SignUp;
import ai.stt.app.credit.GrantCredits;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.KeyUse;
import ai.stt.app.key.ListKeys;
import ai.stt.app.key.RevokeKey;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.usage.CountRequests;
import ai.stt.app.usage.ReadUsage;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.Plan;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** One server's use cases over some stores: those in memory, or a database's. */
public final class Platform {
  /** Ten minutes a month, and two at once. */
  public static final Plan SMALL =
      new Plan("small", "Small", 10, 1000, 2, 3, Set.of(), Set.of("large"), 0, false);

  /** As the small one, for those who ask often. */
  public static final Plan BUSY =
      new Plan("busy", "Busy", 10, 1000, 2, 10_000, Set.of(), Set.of("large"), 5, false);

  /** No minutes but those that are granted. */
  public static final Plan BOUGHT =
      new Plan("bought", "Bought", 0, 9000, 5, 9, Set.of(), Set.of(), 30, true);

  /** As the busy one, for two hundred at once. */
  public static final Plan CROWD =
      new Plan("crowd", "Crowd", 10, 1000, 200, 10_000, Set.of(), Set.of("large"), 0, false);

  public final UnitOfWork work;
  public final Plans plans = new Plans(List.of(SMALL, BUSY, BOUGHT, CROWD), "small");
  public final KeyUse keyUse;
  public final AuthenticateKey authenticate;
  public final CreateKey createKey;
  public final ListKeys listKeys;
  public final RevokeKey revokeKey;
  public final SpendCredits spend;
  public final GrantCredits grant;
  public final ReadCredits credits;
  public final CountRequests countRequests;
  public final ReadUsage usage;
  public final SignUp signUp;
  public final LogIn logIn;
  public final ReadAccount accounts;
  public final ChangeAccount change;
  public final DeleteAccount delete;

  /** A server over these stores, with quick passwords and counts of its own. */
  public Platform(UnitOfWork work, InstantSource clock) {
    this(work, clock, new PlainPasswords(), new InMemoryCounts());
  }

  /** A server over these stores. */
  public Platform(UnitOfWork work, InstantSource clock, Passwords passwords, SharedCounts counts) {
    this.work = work;
    keyUse = new KeyUse(work);
    authenticate = new AuthenticateKey(work, keyUse, clock);
    createKey = new CreateKey(work, clock);
    listKeys = new ListKeys(work);
    revokeKey = new RevokeKey(work, authenticate, clock);
    spend = new SpendCredits(work, clock);
    grant = new GrantCredits(work, clock);
    credits = new ReadCredits(work, clock);
    countRequests = new CountRequests(work, clock);
    usage = new ReadUsage(work, clock);
    signUp = new SignUp(work, plans, passwords, createKey, clock);
    logIn = new LogIn(work, passwords, counts, clock);
    accounts = new ReadAccount(work, plans, credits);
    change = new ChangeAccount(work, plans, authenticate, clock);
    delete = new DeleteAccount(work, counts, authenticate, clock);
  }

  /** Signs somebody up on a plan. */
  public SignUp.SignedUp signUp(String email, Plan plan) {
    return signUp.signUp(email, "a long enough phrase", "Ada", plan.id());
  }

  /** An account on a plan. */
  public Account account(String email, Plan plan) {
    return signUp(email, plan).account();
  }

  /** The id of a transcript that waits. */
  public long order(long accountId) {
    var random = new SecureRandom();
    var options = new JobOptions("base", null, null, false, 0);
    return work.in(
        stores -> {
          Jobs jobs = stores.get(Jobs.class);
          jobs.lockQueue(accountId);
          var draft =
              new JobDraft(
                  Slug.random(random),
                  accountId,
                  "talk",
                  options,
                  Slug.random(random),
                  0,
                  null,
                  1,
                  Instant.EPOCH);
          return jobs.add(draft).order().id();
        });
  }
}
