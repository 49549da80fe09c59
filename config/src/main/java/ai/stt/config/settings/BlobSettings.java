package ai.stt.config.settings;

import ai.stt.persistence.blob.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where recordings lie.
 *
 * @param s3 a store in place of the folder in the home, when it names a bucket
 */
public record BlobSettings(S3 s3) {
  /** Checks the store when there is one. */
  public BlobSettings {
    if (!s3.bucket.isBlank()) {
      var _ = s3.settings();
    }
  }

  /**
   * An S3 store as it is written down.
   *
   * @param endpoint empty for Amazon's own
   * @param bucket empty for no store
   * @param secret or, in its place,
   * @param secretFile a file that holds the secret; empty for none
   */
  public record S3(
      String endpoint,
      String bucket,
      String region,
      String prefix,
      String accessKey,
      String secret,
      String secretFile,
      boolean pathStyle,
      Duration connectTimeout,
      Duration silence,
      int attempts) {
    private S3Settings settings() {
      return new S3Settings(
          uri(endpoint),
          bucket,
          region,
          prefix,
          accessKey,
          secret(secret, secretFile),
          pathStyle,
          connectTimeout,
          silence,
          attempts);
    }

    private static @Nullable URI uri(String endpoint) {
      try {
        return endpoint.isBlank() ? null : new URI(endpoint.strip());
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(
            "endpoint is an address such as https://s3.example.org, or empty", e);
      }
    }

    private static String secret(String secret, String file) {
      if (file.isBlank()) {
        return secret;
      }
      if (!secret.isBlank()) {
        throw new IllegalArgumentException("secret and secret_file: give one of them");
      }
      try {
        return Files.readString(Path.of(file)).strip();
      } catch (IOException | InvalidPathException e) {
        throw new IllegalArgumentException("secret_file: %s cannot be read".formatted(file), e);
      }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
      return "S3[endpoint=%s, bucket=%s]".formatted(endpoint, bucket);
    }
  }

  /** The store; empty when recordings lie in the home. */
  public Optional<S3Settings> store() {
    return s3.bucket.isBlank() ? Optional.empty() : Optional.of(s3.settings());
  }
}
