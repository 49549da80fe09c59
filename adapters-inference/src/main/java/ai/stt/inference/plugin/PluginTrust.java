package ai.stt.inference.plugin;

import ai.stt.inference.trust.TrustedKeys;
import ai.stt.inference.trust.UntrustedException;
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
   * @throws UntrustedException when it may not run
   */
  Optional<String> signer(String sha256, byte @Nullable [] signature) throws UntrustedException {
    return keys.require(sha256, signature, required && !known.contains(sha256));
  }
}
