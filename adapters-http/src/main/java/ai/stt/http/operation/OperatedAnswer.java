package ai.stt.http.operation;

import ai.stt.app.operation.OperatedModel;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A live model for the operator.
 *
 * @param memoryBytes an estimate of what it takes in memory
 * @param measuredBytes what was measured when it was loaded; 0 when nobody knows
 * @param leases those who use it now
 * @param usedAt when it was last given back, or its loading ended; ISO 8601
 */
record OperatedAnswer(
    String id,
    String name,
    String capability,
    String plugin,
    String version,
    String device,
    String status,
    @JsonInclude(Include.NON_NULL) @Nullable String reason,
    boolean pinned,
    int leases,
    @JsonProperty("memory_bytes") long memoryBytes,
    @JsonProperty("measured_bytes") long measuredBytes,
    @JsonProperty("used_at") String usedAt) {
  static OperatedAnswer of(OperatedModel model) {
    return new OperatedAnswer(
        model.live().descriptor().id(),
        model.live().descriptor().name(),
        model.live().capability(),
        model.live().plugin(),
        model.live().version(),
        model.live().device(),
        model.live().status().wireName(),
        model.live().reason(),
        model.pinned(),
        model.leases(),
        model.memoryBytes(),
        model.measuredBytes(),
        model.usedAt().toString());
  }
}
