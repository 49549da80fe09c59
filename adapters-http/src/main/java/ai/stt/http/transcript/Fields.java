package ai.stt.http.transcript;

import ai.stt.app.storage.PageRequest;
import ai.stt.http.request.RequestIds;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what callers send beside a path; what cannot be is refused naming its field. */
final class Fields {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
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
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    if (!NUMBER.matcher(text).matches()) {
      throw invalid(name, "give " + allowed);
    }
    return Integer.parseInt(text);
  }

  /** A switch. */
  static boolean bool(String name, @Nullable String text, boolean otherwise) {
    return switch (text == null ? "" : text) {
      case "" -> otherwise;
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
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      Instant time =
          text.length() <= 10
              ? LocalDate.parse(text).plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
      int year = time.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= YEARS) {
        return time;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw invalid(
        name, "a day that exists, such as 2026-02-28, or a time such as 2026-02-28T12:00:00Z");
  }

  /** The fields of a JSON object that are texts; any other field is refused. */
  static JsonNode object(@Nullable JsonNode body, Set<String> known) {
    if (body == null || !body.isObject() || body.isEmpty()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "the body is a JSON object with at least one of " + String.join(", ", known));
    }
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      if (!known.contains(field.getKey())) {
        throw invalid(
            RequestIds.printable(field.getKey()),
            "cannot be changed; send " + String.join(", ", known));
      }
      if (!field.getValue().isTextual()) {
        throw invalid(field.getKey(), "a text");
      }
    }
    return body;
  }

  /** A text of an object that {@link #object} has checked; null when it is not there. */
  static @Nullable String text(JsonNode object, String name) {
    return object.path(name).textValue();
  }

  static SpeechException invalid(String name, String rule) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, "%s: %s".formatted(name, rule));
  }
}
