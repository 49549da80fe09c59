package ai.stt.http.access;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Authorization} header, read as RFC 6750 says. */
final class BearerKey {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([!-~]{1,512}) *", Pattern.CASE_INSENSITIVE);

  private BearerKey() {}

  /**
   * The key in the header; empty when there is no header.
   *
   * @throws SpeechException {@code UNAUTHORIZED} when there is one without a key
   */
  static Optional<String> parse(@Nullable String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    Matcher matcher = BEARER.matcher(authorization);
    if (!matcher.matches()) {
      throw new SpeechException(
          ErrorCode.UNAUTHORIZED,
          "the Authorization header is not 'Bearer KEY'; send a key so, or leave the header out to"
              + " be anonymous");
    }
    return Optional.of(matcher.group(1));
  }
}
