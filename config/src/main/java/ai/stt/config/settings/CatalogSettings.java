package ai.stt.config.settings;

import ai.stt.inference.catalog.CatalogPolicy;
import ai.stt.inference.catalog.fetch.Reach;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where models come from.
 *
 * @param sources catalogs beside the program's own: paths, or http(s) addresses
 * @param signatures {@code required}, or {@code optional}
 * @param refresh how old what was read from an address may be
 * @param mirrors beginnings of addresses, and those that are asked in their place first
 * @param offline whether nothing is downloaded at all
 */
public record CatalogSettings(
    List<String> sources,
    String signatures,
    Duration refresh,
    Map<String, List<String>> mirrors,
    boolean offline) {
  /** Checks the names and the addresses. */
  public CatalogSettings {
    sources = List.copyOf(sources);
    if (!signatures.equals("optional") && !signatures.equals("required")) {
      throw new IllegalArgumentException("signatures is optional or required");
    }
    var _ = new Reach(offline, mirrors);
  }

  /** Where this machine may ask. */
  public Reach reach() {
    return new Reach(offline, mirrors);
  }

  /** When catalogs are believed. */
  CatalogPolicy policy(PluginSettings plugins) {
    return new CatalogPolicy(
        sources, signatures.equals("required"), refresh, reach(), plugins.keys());
  }
}
