package ai.stt.app.operation;

import org.jspecify.annotations.Nullable;

/**
 * A plugin as the operator sees it.
 *
 * @param file its zip in the plugins folder; empty for one that is there no more
 * @param id of the plugin; null when its zip cannot be read
 * @param version of what runs; null when nothing does
 * @param provider who made it; null when nothing runs
 * @param license SPDX id; null when nothing runs
 * @param description a sentence; null when nothing runs
 * @param signer whose signature it has; null without
 * @param reason what is wrong with it, in a sentence; null when nothing is
 */
public record PluginState(
    String file,
    @Nullable String id,
    @Nullable String version,
    @Nullable String provider,
    @Nullable String license,
    @Nullable String description,
    @Nullable String signer,
    @Nullable String reason) {
  /** {@code running}, or {@code failed} when something is wrong with it. */
  public String status() {
    return reason == null ? "running" : "failed";
  }
}
