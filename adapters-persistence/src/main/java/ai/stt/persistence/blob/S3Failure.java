package ai.stt.persistence.blob;

import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an operator is told when a store says no. */
final class S3Failure {
  private S3Failure() {}

  /** One sentence that says what to look at. */
  static String sentence(S3Settings settings, SdkException e) {
    if (!(e instanceof S3Exception said)) {
      return "the S3 store %s cannot be reached: %s".formatted(settings.place(), innermost(e));
    }
    String code = code(said);
    return switch (said.statusCode()) {
      case 401, 403 ->
          "the S3 store %s refuses the bucket '%s' (%s): check blobs.s3.access_key, its secret and what it may do"
              .formatted(settings.place(), settings.bucket(), code);
      case 404 ->
          "the S3 store %s has no bucket '%s' (%s): make it, or change blobs.s3.bucket"
              .formatted(settings.place(), settings.bucket(), code);
      case 301, 307, 400 ->
          "the S3 store %s does not take the request (%s): check blobs.s3.endpoint, region and path_style"
              .formatted(settings.place(), code);
      default ->
          "the S3 store %s failed with status %d (%s)"
              .formatted(settings.place(), said.statusCode(), code);
    };
  }

  private static String code(S3Exception said) {
    AwsErrorDetails details = said.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return Objects.requireNonNullElse(code, "status " + said.statusCode());
  }

  private static String innermost(Throwable e) {
    Throwable at = e;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      at = cause;
    }
    return String.valueOf(at.getMessage());
  }
}
