package ai.stt.inference.trust;

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
 * The operator's store of trusted keys. A signature is Ed25519 (RFC 8032) over the 32 bytes of a
 * file's SHA-256, in a file beside it, raw or in Base64. Thread-safe.
 */
public final class TrustedKeys {
  private static final int RAW_BYTES = 64;

  private final Map<String, PublicKey> keys = new LinkedHashMap<>();

  /**
   * A store of these.
   *
   * @param keys X.509 in Base64 (what {@code openssl pkey -pubout} writes between its lines), each
   *     by a name
   * @throws IllegalArgumentException for what is no such key
   */
  public TrustedKeys(Map<String, String> keys) {
    keys.forEach((name, text) -> this.keys.put(name, key(name, text)));
  }

  /** The names of the keys. */
  public Set<String> names() {
    return Set.copyOf(keys.keySet());
  }

  /**
   * Requires that a file may be used: by its signature, or because it has none and needs none. Who
   * trusts no key and requires no signature asks for none.
   *
   * @param sha256 of the file, in hex
   * @param signature what lies beside it; null for nothing
   * @param required whether a file without a signature is refused
   * @return the name of the key that made the signature; empty when nobody asks
   * @throws UntrustedException when it may not be used
   */
  public Optional<String> require(String sha256, byte @Nullable [] signature, boolean required)
      throws UntrustedException {
    requirePresent(signature, required);
    if (signature == null || (keys.isEmpty() && !required)) {
      return Optional.empty();
    }
    Optional<String> signer = signer(sha256, signature);
    if (signer.isEmpty()) {
      throw new UntrustedException(
          "its signature is not by a trusted key, or it was changed; trusted keys: "
              + (keys.isEmpty() ? "none" : String.join(", ", keys.keySet())));
    }
    return signer;
  }

  /**
   * As much of {@link #require} as can be told before the file is read.
   *
   * @throws UntrustedException when there is no signature and it is required
   */
  public static void requirePresent(byte @Nullable [] signature, boolean required)
      throws UntrustedException {
    if (signature == null && required) {
      throw new UntrustedException(
          "it is not signed, and signatures are required; its signature is expected beside it, as "
              + SignatureFile.SUFFIX);
    }
  }

  private Optional<String> signer(String sha256, byte[] signature) {
    byte[] raw = raw(signature);
    byte[] message = HexFormat.of().parseHex(sha256);
    return keys.entrySet().stream()
        .filter(key -> holds(key.getValue(), message, raw))
        .map(Map.Entry::getKey)
        .findFirst();
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
