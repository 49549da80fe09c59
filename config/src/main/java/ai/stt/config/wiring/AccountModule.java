package ai.stt.config.wiring;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.HeldPlaces;
import ai.stt.app.access.InMemoryCounts;
import ai.stt.app.access.SharedCounts;
import ai.stt.app.account.AdminAccount;
import ai.stt.app.account.ChangeAccount;
import ai.stt.app.account.DeleteAccount;
import ai.stt.app.account.LimitSignUps;
import ai.stt.app.account.LogIn;
import ai.stt.app.account.Passwords;
import ai.stt.app.account.Plans;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.account.SignUp;
import ai.stt.app.credit.GrantCredits;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.enhancement.ChargeEnhancement;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.KeyUse;
import ai.stt.app.key.ListKeys;
import ai.stt.app.key.RevokeKey;
import ai.stt.app.storage.PeriodicWrites;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.storage.WatchStores;
import ai.stt.app.usage.CountRequests;
import ai.stt.app.usage.ReadUsage;
import ai.stt.config.settings.Settings;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The use cases of accounts, keys, credits, usage and limits. */
final class AccountModule extends AbstractModule {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration LOOKS = Duration.ofSeconds(2);
  private static final Duration WRITES = Duration.ofSeconds(5);
  private static final Duration SWEEP = Duration.ofMinutes(10);
  private static final Duration RENEWAL = HeldPlaces.LEASE.dividedBy(3);
  private static final Duration MINUTES_KEPT = Duration.ofMinutes(2);

  private final Settings settings;
  private final Closing closing;

  /**
   * The requests of the current minute are counted by each server, so none of them has to write.
   */
  private final InMemoryCounts minutes = new InMemoryCounts();

  AccountModule(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  @Provides
  @Singleton
  Plans plans() {
    return settings.accounts().all();
  }

  @Provides
  @Singleton
  KeyUse keyUse(UnitOfWork work) {
    return new KeyUse(work);
  }

  @Provides
  @Singleton
  AuthenticateKey authenticateKey(UnitOfWork work, KeyUse use) {
    return new AuthenticateKey(work, use, CLOCK);
  }

  @Provides
  @Singleton
  CreateKey createKey(UnitOfWork work) {
    return new CreateKey(work, CLOCK);
  }

  @Provides
  @Singleton
  ListKeys listKeys(UnitOfWork work) {
    return new ListKeys(work);
  }

  @Provides
  @Singleton
  RevokeKey revokeKey(UnitOfWork work, AuthenticateKey authenticate) {
    return new RevokeKey(work, authenticate, CLOCK);
  }

  @Provides
  @Singleton
  AdminAccount adminAccount(UnitOfWork work, CreateKey createKey) {
    return new AdminAccount(work, createKey, settings.accounts().admin(), CLOCK);
  }

  @Provides
  @Singleton
  SignUp signUp(UnitOfWork work, Plans plans, Passwords passwords, CreateKey createKey) {
    return new SignUp(work, plans, passwords, createKey, CLOCK);
  }

  @Provides
  @Singleton
  LimitSignUps limitSignUps(SharedCounts counts) {
    return new LimitSignUps(counts, settings.accounts().signUpsPerDay(), CLOCK);
  }

  @Provides
  @Singleton
  LogIn logIn(UnitOfWork work, Passwords passwords, SharedCounts counts) {
    return new LogIn(work, passwords, counts, CLOCK);
  }

  @Provides
  @Singleton
  ReadAccount readAccount(UnitOfWork work, Plans plans, ReadCredits credits) {
    return new ReadAccount(work, plans, credits);
  }

  @Provides
  @Singleton
  ChangeAccount changeAccount(UnitOfWork work, Plans plans, AuthenticateKey authenticate) {
    return new ChangeAccount(work, plans, authenticate, CLOCK);
  }

  @Provides
  @Singleton
  DeleteAccount deleteAccount(UnitOfWork work, SharedCounts counts, AuthenticateKey authenticate) {
    return new DeleteAccount(work, counts, authenticate, CLOCK);
  }

  @Provides
  @Singleton
  SpendCredits spendCredits(UnitOfWork work) {
    return new SpendCredits(work, CLOCK);
  }

  @Provides
  @Singleton
  GrantCredits grantCredits(UnitOfWork work) {
    return new GrantCredits(work, CLOCK);
  }

  @Provides
  @Singleton
  ReadCredits readCredits(UnitOfWork work) {
    return new ReadCredits(work, CLOCK);
  }

  @Provides
  @Singleton
  CountRequests countRequests(UnitOfWork work) {
    return new CountRequests(work, CLOCK);
  }

  @Provides
  @Singleton
  ReadUsage readUsage(UnitOfWork work) {
    return new ReadUsage(work, CLOCK);
  }

  @Provides
  @Singleton
  RecogniseCaller recogniseCaller(
      AdminAccount admin, AuthenticateKey keys, LogIn sessions, Plans plans) {
    return new RecogniseCaller(
        new ApiKeys(settings.access().keyList()), admin, keys, sessions, plans, CLOCK);
  }

  @Provides
  @Singleton
  AccountLimits accountLimits(HeldPlaces places) {
    return new AccountLimits(minutes, places, CLOCK);
  }

  @Provides
  @Singleton
  AnonymousLimits anonymousLimits(SharedCounts counts, HeldPlaces places) {
    return new AnonymousLimits(settings.access().anonymous(), CLOCK, counts, places);
  }

  @Provides
  @Singleton
  WatchStores watchStores(AdminAccount admin) {
    return new WatchStores(admin::account);
  }

  /** What the server does in the background; made when it starts. */
  @Provides
  @Singleton
  PeriodicWrites periodicWrites(
      KeyUse keyUse,
      CountRequests requests,
      HeldPlaces places,
      WatchStores stores,
      ChargeEnhancement enhancements) {
    closing.later(new PeriodicWrites(SWEEP, List.of(enhancements::releaseForgotten)));
    closing.later(new PeriodicWrites(LOOKS, List.of(stores::look)));
    closing.later(new PeriodicWrites(RENEWAL, List.of(places::renew, this::forgetMinutes)));
    return closing.later(new PeriodicWrites(WRITES, List.of(keyUse::flush, requests::flush)));
  }

  private void forgetMinutes() {
    Instant now = CLOCK.instant();
    minutes.forget(now.minus(MINUTES_KEPT), now);
  }
}
