package ai.stt.config.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 30s} and sizes such as {@code 2GiB}. */
final class HumanUnits extends SimpleModule {
  private static final long serialVersionUID = 1L;

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private static final Map<String, Long> SIZES =
      Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  HumanUnits() {
    addDeserializer(Duration.class, new DurationReader());
    addDeserializer(long.class, new SizeReader());
  }

  private static Matcher amount(String text) {
    return Pattern.compile("(\\d{1,12})\\s*([A-Za-z]*)").matcher(text.strip());
  }

  private static final class DurationReader extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      Matcher amount = amount(parser.getValueAsString(""));
      Duration unit = amount.matches() ? TIMES.get(amount.group(2)) : null;
      if (unit == null) {
        throw context.weirdStringException(
            parser.getText(), Duration.class, "a duration such as 500ms, 30s, 10m, 2h or 1d");
      }
      return unit.multipliedBy(Long.parseLong(amount.group(1)));
    }
  }

  private static final class SizeReader extends StdDeserializer<Long> {
    private static final long serialVersionUID = 1L;

    SizeReader() {
      super(long.class);
    }

    @Override
    public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getLongValue();
      }
      Matcher amount = amount(parser.getValueAsString(""));
      Long unit = amount.matches() ? SIZES.get(amount.group(2)) : null;
      if (unit == null) {
        throw context.weirdStringException(
            parser.getText(), long.class, "a size such as 512KiB, 100MiB or 2GiB");
      }
      return Math.multiplyExact(Long.parseLong(amount.group(1)), unit);
    }
  }
}
