package ai.stt.app.cloud;

import ai.stt.app.audit.AuditLog;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.Plan;
import ai.stt.platform.cloud.CloudInstance;
import ai.stt.platform.cloud.InstanceToken;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Registers servers of an account's own, and takes them out again. Thread-safe. */
public final class RegisterInstance {
  /** The most instances of one account. */
  public static final int MOST = 100;

  private final UnitOfWork work;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Registers in these stores. */
  public RegisterInstance(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * An instance at the only moment at which its token is known.
   *
   * @param token by which the instance reports
   */
  public record Registered(CloudInstance instance, InstanceToken token) {}

  /**
   * Registers an instance.
   *
   * @throws SpeechException {@code FORBIDDEN} when the plan has none, {@code INVALID_REQUEST},
   *     {@code CONFLICT} when there are too many
   */
  public Registered register(
      long accountId, Plan plan, String name, String region, @Nullable String url) {
    if (!plan.privateCloud()) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN, "your plan has no private cloud; ask for an enterprise plan");
    }
    CloudInstance.check(name, region, url);
    InstanceToken token = InstanceToken.random(random);
    return work.in(
        stores -> {
          Instances instances = stores.get(Instances.class);
          if (instances.of(accountId).size() >= MOST) {
            throw new SpeechException(
                ErrorCode.CONFLICT,
                "an account has at most %d instances; remove one first".formatted(MOST));
          }
          CloudInstance made = instances.add(accountId, name, region, url, token.hash());
          var event =
              new AuditEvent(
                  accountId,
                  AuditEvent.Kind.INSTANCE_REGISTERED,
                  "instance " + made.id(),
                  clock.instant());
          stores.get(AuditLog.class).add(event);
          return new Registered(made, token);
        });
  }

  /**
   * Takes an instance out; its token is refused from then on.
   *
   * @throws SpeechException {@code NOT_FOUND}
   */
  public void remove(long accountId, long id) {
    work.run(
        stores -> {
          if (!stores.get(Instances.class).remove(accountId, id)) {
            throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such instance");
          }
          var event =
              new AuditEvent(
                  accountId, AuditEvent.Kind.INSTANCE_REMOVED, "instance " + id, clock.instant());
          stores.get(AuditLog.class).add(event);
        });
  }
}
