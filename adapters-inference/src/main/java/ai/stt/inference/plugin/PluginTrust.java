package ai.stt.inference.plugin;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose plugins may run. A signature is Ed25519 (RFC 8032) over the 32 bytes of the zip's SHA-256,
 * in a file beside it, raw or in Base64. Thread-safe.
 */
public final class PluginTrust {
  /** What the name of a signature's file has behind that of the zip. */
  public static final String SIGNATURE = ".sig";

  /** The largest signature file. */
  static final int MAX_SIGNATURE_BYTES = 1024;

  private static final int RAW_BYTES = 64;

  private final boolean required;
  private final Map<String, PublicKey> keys = new LinkedHashMap<>();
  private final Set<String> known;

  /**
   * Trust in these.
   *
   * @param required whether a plugin without a signature is refused
   * @param keys X.509 in Base64 (what {@code openssl pkey -pubout} writes between its lines), each
   *     by a name
   * @param known the SHA-256, in hex, of plugins that need no signature: they came with the program
   * @throws IllegalArgumentException for what is no such key
   */
  public PluginTrust(boolean required, Map<String, String> keys, Set<String> known) {
    this.required = required;
    this.known = Set.copyOf(known);
    keys.forEach((name, text) -> this.keys.put(name, key(name, text)));
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
    if (signature != null && !keys.isEmpty()) {
      byte[] raw = raw(signature);
      for (Map.Entry<String, PublicKey> key : keys.entrySet()) {
        if (holds(key.getValue(), HexFormat.of().parseHex(sha256), raw)) {
          return Optional.of(key.getKey());
        }
      }
      throw new PluginRefusedException(
          "its signature is not by a trusted key, or the file was changed; trusted keys: "
              + String.join(", ", keys.keySet()));
    }
    if (required && !known.contains(sha256)) {
      throw new PluginRefusedException(
          "it is not signed; put its signature beside it, or trust unsigned plugins"
              + " (plugins.signatures)");
    }
    return Optional.empty();
  }

  private static boolean holds(PublicKey key, byte[] message, byte[] raw) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(message);
      return check.verify(raw);
    } catch (GeneralSecurityException e) {
      return false; // not even the form of a signature
    }
  }

  private static byte[] raw(byte[] file) {
    if (file.length == RAW_BYTES) {
      return file;
    }
    try {
      return Base64.getMimeDecoder().decode(file);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static PublicKey key(String name, String text) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(text);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "trusted_keys.%s is no Ed25519 public key in Base64".formatted(name), e);
    }
  }
}
