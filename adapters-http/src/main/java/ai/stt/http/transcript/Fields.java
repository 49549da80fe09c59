package ai.stt.http.transcript;

import ai.stt.app.storage.PageRequest;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what callers send beside a path; what cannot be is refused naming its field. */
final class Fields {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,10}");
  private static final Pattern MOMENT =
      Pattern.compile("(?<local>.+?)([Zz]|(?<sign>[+-])(?<offset>[0-9]{2}:[0-9]{2}))");
  private static final int YEARS = 9999;

  private Fields() {}

  /** A part of a list; twenty from the start unless something else is asked for. */
  static PageRequest page(@Nullable String limit, @Nullable String offset) {
    return new PageRequest(
        number("limit", limit, PageRequest.FIRST.limit(), "a number from 1 to 100"),
        number("offset", offset, 0, "a number from 0 to 1000000000"));
  }

  /** A whole number. */
  static int number(String name, @Nullable String text, int otherwise, String allowed) {
    if (text == null) {
      return otherwise;
    }
    if (!NUMBER.matcher(text).matches() || Math.abs(Long.parseLong(text)) > Integer.MAX_VALUE) {
      throw invalid(name, "give " + allowed);
    }
    return Integer.parseInt(text);
  }

  /** A switch. */
  static boolean bool(String name, @Nullable String text, boolean otherwise) {
    if (text == null) {
      return otherwise;
    }
    return switch (text) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> throw invalid(name, "one of true, false, 1, 0, yes, no");
    };
  }

  /**
   * The beginning of a day, or a moment.
   *
   * @param days to add to a day, so that a last day is in the list
   */
  static @Nullable Instant time(String name, @Nullable String text, int days) {
    if (text == null) {
      return null;
    }
    try {
      Instant time =
          text.length() <= 10
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : moment(text.replace(' ', '+')); // what a query makes of a plus
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 0 && year <= YEARS + 1) { // a time zone may lead into the year beside
        return text.length() <= 10 ? time.plus(days, ChronoUnit.DAYS) : time;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw invalid(
        name, "a day that exists, such as 2026-02-28, or a time such as 2026-02-28T12:00:00Z");
  }

  /** A date-time of RFC 3339, whose offsets may be larger than any that a place on earth has. */
  private static Instant moment(String text) {
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException("not a time");
    }
    LocalDateTime local = LocalDateTime.parse(parts.group("local").toUpperCase(Locale.ROOT));
    String offset = parts.group("offset");
    Duration ahead =
        offset == null
            ? Duration.ZERO
            : Duration.between(LocalTime.MIDNIGHT, LocalTime.parse(offset));
    return local
        .toInstant(ZoneOffset.UTC)
        .minus("-".equals(parts.group("sign")) ? ahead.negated() : ahead);
  }

  static SpeechException invalid(String name, String rule) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, "%s: %s".formatted(name, rule));
  }
}
