package ai.stt.inference.plugin;

import ai.stt.inference.trust.TrustedKeys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whose plugins may run. Thread-safe. */
public final class PluginTrust {
  private final boolean required;
  private final TrustedKeys keys;
  private final Set<String> known;

  /**
   * Trust in these.
   *
   * @param required whether a plugin without a signature is refused
   * @param keys as {@link TrustedKeys} takes them
   * @param known the SHA-256, in hex, of plugins that need no signature: they came with the program
   * @throws IllegalArgumentException for what is no such key
   */
  public PluginTrust(boolean required, Map<String, String> keys, Set<String> known) {
    this.required = required;
    this.known = Set.copyOf(known);
    this.keys = new TrustedKeys(keys);
    if (required && keys.isEmpty()) {
      throw new IllegalArgumentException(
          "signatures are required, but no key is trusted; name one in trusted_keys");
    }
  }

  /** Every plugin may run. */
  public static PluginTrust inEverybody() {
    return new PluginTrust(false, Map.of(), Set.of());
  }

  /**
   * Tells who has signed a plugin; empty when nobody did and nobody has to.
   *
   * @param sha256 of the zip, in hex
   * @param signature what lies beside the zip, null for nothing
   * @throws PluginRefusedException when it may not run
   */
  Optional<String> signer(String sha256, byte @Nullable [] signature) {
    if (signature != null && !keys.names().isEmpty()) {
      Optional<String> signer = keys.signer(sha256, signature);
      if (signer.isEmpty()) {
        throw new PluginRefusedException(
            "its signature is not by a trusted key, or the file was changed; trusted keys: "
                + String.join(", ", keys.names()));
      }
      return signer;
    }
    if (required && !known.contains(sha256)) {
      throw new PluginRefusedException(
          "it is not signed; put its signature beside it, or trust unsigned plugins"
              + " (plugins.signatures)");
    }
    return Optional.empty();
  }
}
