package ai.stt.inference.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file of a signature, beside the signed one. */
public final class SignatureFile {
  /** What its name has behind that of the signed file. */
  public static final String SUFFIX = ".sig";

  /** Its largest size. */
  public static final int MAX_BYTES = 1024;

  private SignatureFile() {}

  /** Where the signature of a file is. */
  public static Path beside(Path signed) {
    return signed.resolveSibling(signed.getFileName() + SUFFIX);
  }

  /**
   * The signature of a file; null when there is none.
   *
   * @throws UntrustedException when what lies there is too large
   */
  public static byte @Nullable [] read(Path signed) throws IOException {
    try (InputStream in = Files.newInputStream(beside(signed))) {
      byte[] signature = in.readNBytes(MAX_BYTES + 1);
      if (signature.length > MAX_BYTES) {
        throw new UntrustedException("the file of its signature is too large for one");
      }
      return signature;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
