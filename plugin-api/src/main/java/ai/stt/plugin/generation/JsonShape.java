package ai.stt.plugin.generation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of an answer in JSON (RFC 8259). */
public sealed interface JsonShape {
  /**
   * A text.
   *
   * @param longest in characters
   */
  record Text(int longest) implements JsonShape {
    /** Checks the length. */
    public Text {
      if (longest < 1 || longest > 10_000) {
        throw new IllegalArgumentException("a text has 1 to 10000 characters");
      }
    }
  }

  /** A text, or null. */
  record MaybeText(int longest) implements JsonShape {
    /** Checks the length. */
    public MaybeText {
      var _ = new Text(longest);
    }
  }

  /** A number from 0 to 1 with two decimals. */
  record Share() implements JsonShape {}

  /** A whole number of up to so many digits, not negative. */
  record Whole(int digits) implements JsonShape {}

  /** True or false. */
  record Flag() implements JsonShape {}

  /** One of some words. */
  record OneOf(List<String> words) implements JsonShape {
    /** Takes a copy. */
    public OneOf {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("nothing to choose from");
      }
    }
  }

  /**
   * A list.
   *
   * @param most how many items at most
   */
  record ListOf(JsonShape item, int fewest, int most) implements JsonShape {
    /** Checks the bounds. */
    public ListOf {
      if (fewest < 0 || most < Math.max(1, fewest) || most > 1000) {
        throw new IllegalArgumentException("a list has 0 to 1000 items");
      }
    }
  }

  /** An object whose fields all are there, in this order. */
  record Fields(Map<String, JsonShape> fields) implements JsonShape {
    /** Takes a copy that keeps the order. */
    public Fields {
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      if (fields.isEmpty() || !fields.keySet().stream().allMatch(n -> n.matches("[a-z_]{1,40}"))) {
        throw new IllegalArgumentException("fields have names of small letters");
      }
    }
  }
}
