package ai.stt.http.operation;

import ai.stt.app.operation.PluginState;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plugin for the operator.
 *
 * @param file its zip; null for one that is there no more
 * @param models ids of the live models that it gives
 * @param signedBy whose signature it has
 * @param reason left out unless something is wrong with it
 */
@JsonInclude(Include.ALWAYS)
record PluginAnswer(
    @Nullable String file,
    @Nullable String id,
    @Nullable String version,
    @Nullable String provider,
    @Nullable String license,
    @Nullable String description,
    @JsonProperty("signed_by") @Nullable String signedBy,
    String status,
    @JsonInclude(Include.NON_NULL) @Nullable String reason,
    List<String> models) {
  static PluginAnswer of(PluginState state, List<String> models) {
    return new PluginAnswer(
        state.file().isEmpty() ? null : state.file(),
        state.id(),
        state.version(),
        state.provider(),
        state.license(),
        state.description(),
        state.signer(),
        state.status(),
        state.reason(),
        models);
  }
}
