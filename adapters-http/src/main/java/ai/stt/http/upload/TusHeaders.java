package ai.stt.http.upload;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The headers of the tus protocol, checked. */
final class TusHeaders {
  /** The names of checksums in the protocol, and in Java. */
  static final Map<String, String> CHECKSUMS =
      new TreeMap<>(Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256"));

  private static final int MAX_METADATA_CHARS = 4_096;

  /** A key without comma or backslash, which the state file would not keep, and its value. */
  private static final String PAIR = "[!-+\\--\\[\\]-~]+( [A-Za-z0-9+/=]*)?";

  private static final String METADATA = "Upload-Metadata";
  private static final String CHECKSUM = "Upload-Checksum";

  private TusHeaders() {}

  /** A count of bytes. */
  static long number(HttpServletRequest request, String name) {
    String value = request.getHeader(name);
    if (value == null || !value.matches("[0-9]{1,18}")) {
      throw invalid(name, "missing, or no whole number of bytes");
    }
    return Long.parseLong(value);
  }

  /** Keys with Base64 values, separated by commas; empty when there are none. */
  static String metadata(HttpServletRequest request) {
    String value = request.getHeader(METADATA);
    if (value == null || value.isBlank()) {
      return "";
    }
    if (value.length() > MAX_METADATA_CHARS || !value.matches(PAIR + "(, ?" + PAIR + ")*")) {
      throw invalid(
          METADATA,
          "keys without backslashes and Base64 values, separated by commas, 4096 characters in all");
    }
    return value;
  }

  /** What the piece must hash to; null when the client does not say. */
  static UploadPiece.@Nullable Checksum checksum(HttpServletRequest request) {
    String value = request.getHeader(CHECKSUM);
    if (value == null) {
      return null;
    }
    String[] parts = value.split(" ", 2);
    String algorithm = CHECKSUMS.get(parts[0]);
    if (algorithm == null || parts.length < 2) {
      throw invalid(
          CHECKSUM, "one of %s, a space, and the Base64 of the hash".formatted(CHECKSUMS.keySet()));
    }
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      byte[] hash = Base64.getDecoder().decode(parts[1]);
      if (hash.length != digest.getDigestLength()
          || !Base64.getEncoder().encodeToString(hash).equals(parts[1])) {
        throw invalid(
            CHECKSUM, "no %s hash of %d bytes".formatted(parts[0], digest.getDigestLength()));
      }
      return new UploadPiece.Checksum(digest, HexFormat.of().formatHex(hash));
    } catch (IllegalArgumentException e) {
      throw invalid(CHECKSUM, "the hash is not Base64");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }

  private static SpeechException invalid(String header, String rule) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, header + ": " + rule);
  }
}
