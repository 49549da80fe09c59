package ai.stt.http.testing;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.HeldPlaces;
import ai.stt.app.access.InMemoryCounts;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.account.AdminAccount;
import ai.stt.app.account.LimitSignUps;
import ai.stt.app.account.Plans;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.account.SignUp;
import ai.stt.app.cloud.RegisterInstance;
import ai.stt.app.cloud.WatchInstances;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.storage.WatchStores;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.webhook.ReadDeliveries;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.http.access.Callers;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.account.AccountResource;
import ai.stt.http.account.SessionResource;
import ai.stt.http.account.SignUpResource;
import ai.stt.http.cloud.CloudResource;
import ai.stt.http.health.HealthResource;
import ai.stt.http.key.KeysResource;
import ai.stt.http.operation.MetricsResource;
import ai.stt.http.operation.OperationResource;
import ai.stt.http.operation.ServerMetrics;
import ai.stt.http.usage.UsageResource;
import ai.stt.http.webhook.WebhooksResource;
import ai.stt.platform.account.Plan;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Accounts in memory, on a clock that is moved by hand. {@code stt_good} is a key of the operator's
 * own. Thread-safe.
 */
public final class FakeAccounts implements UnitOfWork {
  /** A key that the configuration lists. */
  public static final String LISTED = "stt_good";

  /** Accounts that one network may make on a day. */
  public static final int SIGN_UPS = 20;

  private static final Plan OPERATOR =
      new Plan("operator", "Operator", 1000, 1 << 30, 100, 10_000, Set.of(), Set.of(), 30, true);

  private static final Plans PLANS =
      new Plans(
          List.of(Platform.SMALL, Platform.BUSY, Platform.BOUGHT, OPERATOR), Platform.SMALL.id());

  private final InMemoryPlatform stores = new InMemoryPlatform();
  private volatile boolean away;
  public final MovableClock clock = new MovableClock("2026-03-05T12:00:00Z");
  public final InMemoryCounts counts = new InMemoryCounts();
  public final Platform platform = new Platform(this, clock);
  public final AdminAccount admin = new AdminAccount(this, platform.createKey, OPERATOR, clock);

  public final ShareWebhookSecret secrets = new ShareWebhookSecret(this, clock);

  /** Looks when a test says so. */
  public final WatchStores watch = new WatchStores(admin::account);

  /** What is wrong with the device. */
  public final DeviceHealth deviceHealth = new DeviceHealth();

  /** What the operator's endpoints show and change. */
  public final FakeOperations operations = new FakeOperations();

  public final ServerMetrics metrics = new ServerMetrics();

  private final HeldPlaces places = new HeldPlaces(counts, clock);
  private final AccountLimits limits = new AccountLimits(new InMemoryCounts(), places, clock);
  private final ReadAccount read = new ReadAccount(this, PLANS, platform.credits);

  /** Accounts with that of the operator. */
  public FakeAccounts() {
    admin.ensure();
  }

  @Override
  public <T> T in(Function<Stores, T> work) {
    if (away) {
      throw new SpeechException(ErrorCode.DEPENDENCY_FAILED, "the database does not answer");
    }
    return stores.in(work);
  }

  /** Whether the stores answer. */
  public void away(boolean now) {
    away = now;
  }

  /** Signs somebody up on a plan. */
  public SignUp.SignedUp signUp(String email, Plan plan) {
    return platform.signUp(email, plan);
  }

  /** A key of a new account on a plan, which may do everything. */
  public String key(String email, Plan plan) {
    return signUp(email, plan).key().secret().reveal();
  }

  /** One more key of an account. */
  public String key(long accountId, Scope... scopes) {
    return platform.createKey.create(accountId, "k", Set.of(scopes)).secret().reveal();
  }

  Callers callers(List<String> proxies) {
    var recognise =
        new RecogniseCaller(
            new ApiKeys(List.of(LISTED)),
            admin,
            platform.authenticate,
            platform.logIn,
            PLANS,
            clock);
    return new Callers(recognise, limits, platform.countRequests, new TrustedProxies(proxies));
  }

  Doorkeeper doorkeeper(Callers callers, AnonymousSettings anonymous) {
    return new Doorkeeper(
        callers,
        PLANS,
        limits,
        new AnonymousLimits(anonymous, clock, counts, places),
        platform.accounts::exists);
  }

  Collection<?> resources(Callers callers, ModelRegistry models) {
    return List.of(
        new HealthResource(models, "1.2.3", watch, deviceHealth),
        new SignUpResource(
            callers, new LimitSignUps(counts, SIGN_UPS, clock), platform.signUp, read),
        new SessionResource(callers, platform.logIn, read),
        new AccountResource(callers, platform.logIn, read, platform.change, platform.delete),
        new KeysResource(
            callers, platform.listKeys, platform.createKey, platform.revokeKey, platform.keyUse),
        new WebhooksResource(callers, secrets, new ReadDeliveries(this)),
        new CloudResource(
            callers, new RegisterInstance(this, clock), new WatchInstances(this, clock)),
        new UsageResource(callers, platform.usage, platform.countRequests),
        new OperationResource(callers, operations, operations, FakeOperations.QUEUES),
        new MetricsResource(callers, metrics, operations, operations, FakeOperations.QUEUES));
  }
}
