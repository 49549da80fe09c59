package ai.stt.inference.catalog;

import ai.stt.inference.catalog.fetch.Reach;
import ai.stt.inference.trust.TrustedKeys;
import java.time.Duration;
import java.util.List;

/**
 * The operator's catalogs, and when they are believed.
 *
 * @param locations paths of files, or http(s) addresses; each has its signature beside it
 * @param signed whether a catalog without a signature is refused
 * @param refresh how old the copy of one from an address may be
 * @param reach where addresses are asked
 * @param keys whose signatures count
 */
public record CatalogPolicy(
    List<String> locations, boolean signed, Duration refresh, Reach reach, TrustedKeys keys) {
  /** Takes a copy of the list, and checks that somebody can sign. */
  public CatalogPolicy {
    locations = List.copyOf(locations);
    if (signed && !locations.isEmpty() && keys.names().isEmpty()) {
      throw new IllegalArgumentException(
          "catalogs have to be signed, but no key is trusted; name one in plugins.trusted_keys");
    }
  }
}
