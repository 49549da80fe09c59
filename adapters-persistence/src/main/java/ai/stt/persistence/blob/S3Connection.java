package ai.stt.persistence.blob;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens clients. */
final class S3Connection {
  /** One part over a slow line; the silence is what ends a dead one. */
  private static final Duration ONE_ATTEMPT = Duration.ofMinutes(5);

  private S3Connection() {}

  /** A client that looks at these settings only, not at the files and variables of other tools. */
  static S3Client open(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secret())))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(settings.connectTimeout())
                    .socketTimeout(settings.silence()))
            // Not every store knows the newer checksums; a signed body is checked by its SHA-256.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                service ->
                    service
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .chunkedEncodingEnabled(false))
            .overrideConfiguration(
                client ->
                    client
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .apiCallAttemptTimeout(ONE_ATTEMPT)
                        .retryStrategy(retry -> retry.maxAttempts(settings.attempts())));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }
}
