package ai.stt.app.operation;

import org.jspecify.annotations.Nullable;

/**
 * A plugin as the operator sees it.
 *
 * @param file its zip in the plugins folder; empty for one that is there no more
 * @param id of the plugin; null when its zip cannot be read
 * @param version of what can run; null when nothing can
 * @param provider who made it; null when nothing can run
 * @param license SPDX id; null when nothing can run
 * @param description a sentence; null when nothing can run
 * @param signer whose signature it has; null without
 * @param runs whether it runs; a lower version beside a higher one does not
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
    boolean runs,
    @Nullable String reason) {
  /**
   * {@code failed} when something is wrong with it, {@code running}, or {@code standby} for a
   * version that takes over when the higher one goes.
   */
  public String status() {
    return reason != null ? "failed" : runs ? "running" : "standby";
  }

  /** The same with something wrong. */
  public PluginState failed(String why) {
    return new PluginState(file, id, version, provider, license, description, signer, runs, why);
  }
}
