package ai.stt.persistence.blob;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 store is, and how it is asked.
 *
 * @param endpoint http or https address of the store; null for Amazon's own in the region
 * @param bucket that is there already
 * @param region such as {@code eu-central-1}; most stores that are not Amazon's take any
 * @param prefix in front of every name in the bucket; empty, or ends with a slash
 * @param accessKey id of the key
 * @param secret of the key
 * @param pathStyle whether the bucket is the first part of the path, not of the host's name
 * @param connectTimeout for one connection to be made
 * @param silence the longest time in which nothing comes
 * @param attempts at one request, the first included; at least 1
 */
public record S3Settings(
    @Nullable URI endpoint,
    String bucket,
    String region,
    String prefix,
    String accessKey,
    String secret,
    boolean pathStyle,
    Duration connectTimeout,
    Duration silence,
    int attempts) {
  /** Checks what can be checked without asking the store. */
  public S3Settings {
    require(
        endpoint == null
            || (endpoint.getHost() != null
                && String.valueOf(endpoint.getScheme()).matches("https?")),
        "endpoint is an address such as https://s3.example.org, or empty");
    require(
        bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"),
        "bucket is the name of one: 3 to 63 lower-case letters, digits, dots and dashes");
    require(region.matches("[a-z0-9-]{1,64}"), "region is one such as eu-central-1");
    require(
        prefix.isEmpty() || prefix.matches("([A-Za-z0-9_-][A-Za-z0-9._-]{0,63}/){1,8}"),
        "prefix is empty, or parts that each end with a slash, such as stt/");
    require(!accessKey.isBlank() && !secret.isBlank(), "access_key and its secret are not empty");
    require(attempts >= 1 && attempts <= 10, "attempts is in 1..10");
    require(
        connectTimeout.isPositive() && silence.isPositive(),
        "connect_timeout and silence are longer than nothing");
  }

  private static void require(boolean ok, String rule) {
    if (!ok) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Where the store is, for people. */
  String place() {
    return endpoint == null ? "Amazon S3 in " + region : endpoint.toString();
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return "S3Settings[%s, bucket=%s, prefix=%s]".formatted(place(), bucket, prefix);
  }
}
