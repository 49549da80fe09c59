package ai.stt.http.cloud;

import ai.stt.app.cloud.WatchInstances.Seen;
import ai.stt.platform.cloud.CloudInstance;
import ai.stt.platform.cloud.CloudInstance.Status;
import ai.stt.platform.cloud.InstanceReport;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An instance; times are ISO 8601.
 *
 * @param status {@code pending}, {@code online} or {@code offline}
 * @param token only when it is registered
 */
@JsonInclude(Include.ALWAYS)
record InstanceAnswer(
    long id,
    String name,
    String region,
    @Nullable String url,
    @Nullable String version,
    String status,
    @JsonProperty("gpu_name") @Nullable String gpuName,
    List<String> models,
    @JsonProperty("last_seen_at") @Nullable String lastSeenAt,
    @JsonInclude(Include.NON_NULL) @Nullable String token) {
  static InstanceAnswer of(Seen seen) {
    return of(seen.instance(), seen.status(), null);
  }

  static InstanceAnswer of(CloudInstance instance, Status status, @Nullable String token) {
    InstanceReport report = instance.report();
    return new InstanceAnswer(
        instance.id(),
        instance.name(),
        instance.region(),
        instance.url(),
        report == null ? null : report.version(),
        status.name().toLowerCase(Locale.ROOT),
        report == null ? null : report.gpuName(),
        report == null ? List.of() : report.models(),
        report == null ? null : report.at().toString(),
        token);
  }
}
