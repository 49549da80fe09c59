package ai.stt.config.settings;

import ai.stt.inference.plugin.PluginTrust;
import ai.stt.inference.trust.TrustedKeys;
import java.util.Map;
import java.util.Set;

/**
 * Whose plugins may run.
 *
 * @param signatures {@code optional}, or {@code required}
 * @param trustedKeys Ed25519 public keys, X.509 in Base64, by a name for each
 */
public record PluginSettings(String signatures, Map<String, String> trustedKeys) {
  /** Checks the name and the keys. */
  public PluginSettings {
    if (!signatures.equals("optional") && !signatures.equals("required")) {
      throw new IllegalArgumentException("signatures is optional or required");
    }
    trustedKeys = Map.copyOf(trustedKeys);
    var _ = new PluginTrust(signatures.equals("required"), trustedKeys, Set.of());
  }

  /** Whether what is not signed is refused. */
  public boolean required() {
    return signatures.equals("required");
  }

  /** The keys, whose signatures count for catalogs and bundles too. */
  public TrustedKeys keys() {
    return new TrustedKeys(trustedKeys);
  }

  /**
   * The trust that they tell.
   *
   * @param known SHA-256 of the plugins that came with the program
   */
  public PluginTrust trust(Set<String> known) {
    return new PluginTrust(required(), trustedKeys, known);
  }
}
