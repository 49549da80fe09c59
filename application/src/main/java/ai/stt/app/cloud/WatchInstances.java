package ai.stt.app.cloud;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.cloud.CloudInstance;
import ai.stt.platform.cloud.CloudInstance.Status;
import ai.stt.platform.cloud.InstanceReport;
import ai.stt.platform.cloud.InstanceToken;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears the reports of registered instances, and tells who is there. Thread-safe. */
public final class WatchInstances {
  private final UnitOfWork work;
  private final InstantSource clock;

  /** Watches by these stores; times are those of this server's clock. */
  public WatchInstances(UnitOfWork work, InstantSource clock) {
    this.work = work;
    this.clock = clock;
  }

  /** An instance with its status now. */
  public record Seen(CloudInstance instance, Status status) {}

  /** An account's instances in the order of their registration. */
  public List<Seen> of(long accountId) {
    var now = clock.instant();
    return work.in(stores -> stores.get(Instances.class).of(accountId)).stream()
        .map(instance -> new Seen(instance, instance.status(now)))
        .toList();
  }

  /**
   * Takes a report.
   *
   * @param token as the instance sent it
   * @throws SpeechException {@code UNAUTHORIZED} when nobody has the token, {@code INVALID_REQUEST}
   */
  public void hear(String token, String version, @Nullable String gpuName, List<String> models) {
    InstanceToken known = InstanceToken.parse(token).orElseThrow(WatchInstances::unknown);
    var report = new InstanceReport(version, gpuName, models, clock.instant());
    if (!work.in(stores -> stores.get(Instances.class).report(known.hash(), report))) {
      throw unknown();
    }
  }

  private static SpeechException unknown() {
    return new SpeechException(
        ErrorCode.UNAUTHORIZED, "this token is not valid; register the instance again");
  }
}
