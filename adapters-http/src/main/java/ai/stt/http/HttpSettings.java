package ai.stt.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the HTTP side.
 *
 * @param uploadFolder where uploads lie while they are worked on; made when it is not there;
 *     several servers may share it
 * @param maxUploadBytes largest file that anybody may send, bytes; default 2 GiB
 * @param uploadLifetime how long a resumable upload lies that nobody goes on with; default 1 day
 * @param maxFieldBytes largest form field that is not the file, bytes; default 16 KiB
 * @param maxTranscriptions transcription requests that are received, wait or run at once; more are
 *     503; default 100
 * @param clientCheck time between two looks at whether the waiting client is still there; default
 *     500 ms
 * @param drain how long the rest of a refused body is read and dropped, so that the client reads
 *     the refusal instead of a broken connection; default 5 s, zero for not at all
 * @param corsOrigins web origins whose pages may call the API; {@code *} for all, empty for none;
 *     default {@code *}
 * @param version of the server, as {@code /health} tells it
 */
public record HttpSettings(
    Path uploadFolder,
    long maxUploadBytes,
    Duration uploadLifetime,
    int maxFieldBytes,
    int maxTranscriptions,
    Duration clientCheck,
    Duration drain,
    List<String> corsOrigins,
    String version) {
  /** Checks every value. */
  public HttpSettings {
    require(maxUploadBytes >= 1, "max_upload_bytes is at least 1");
    require(
        uploadLifetime.compareTo(Duration.ofMinutes(1)) >= 0
            && uploadLifetime.compareTo(Duration.ofDays(365)) <= 0,
        "upload_lifetime is between 1 minute and 365 days");
    require(maxFieldBytes >= 256, "max_field_bytes is at least 256");
    require(maxTranscriptions >= 1, "max_transcriptions is at least 1");
    require(
        clientCheck.compareTo(Duration.ofMillis(10)) >= 0
            && clientCheck.compareTo(Duration.ofMinutes(1)) <= 0,
        "client_check is between 10 ms and 1 minute");
    require(
        !drain.isNegative() && drain.compareTo(Duration.ofMinutes(10)) <= 0,
        "drain is between 0 and 10 minutes");
    corsOrigins = List.copyOf(corsOrigins);
    for (String origin : corsOrigins) {
      require(
          origin.equals("*") || origin.matches("https?://[^/\\s]+"),
          "cors_origins holds '*' or origins such as https://app.example.org, not " + origin);
    }
    require(!version.isBlank(), "version is not empty");
  }

  /** What a fresh machine has. */
  public static HttpSettings defaults(Path uploadFolder, String version) {
    return new HttpSettings(
        uploadFolder,
        2L << 30,
        Duration.ofDays(1),
        16 << 10,
        100,
        Duration.ofMillis(500),
        Duration.ofSeconds(5),
        List.of("*"),
        version);
  }

  private static void require(boolean ok, String rule) {
    if (!ok) {
      throw new IllegalArgumentException("http." + rule);
    }
  }
}
