package ai.stt.http.operation;

import ai.stt.app.operation.DeviceState;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device for the operator.
 *
 * @param utilisation 0..1; null when nobody knows
 * @param models ids of those that are in its memory
 */
@JsonInclude(Include.ALWAYS)
record DeviceAnswer(
    String name,
    String product,
    @JsonProperty("memory_bytes") long memoryBytes,
    @JsonProperty("free_bytes") long freeBytes,
    @Nullable Double utilisation,
    List<String> models) {
  static DeviceAnswer of(DeviceState device, List<String> models) {
    return new DeviceAnswer(
        device.name(),
        device.product(),
        device.memoryBytes(),
        device.freeBytes(),
        device.utilisation().isPresent() ? device.utilisation().getAsDouble() : null,
        models);
  }
}
