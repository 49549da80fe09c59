package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes out of a text what tells who somebody is. Thread-safe. */
public final class RedactText {
  /** UTF-16 code units that are looked at in one go. */
  private static final int WINDOW = 1 << 16;

  /** Nothing that tells who somebody is, with what announces it, is longer. */
  private static final int AROUND = 2500;

  private final List<PiiRule> rules;

  /**
   * The rules of the house and one for phone numbers.
   *
   * @param phones knows the numbering plans of the world
   */
  public RedactText(PiiRule phones) {
    this.rules =
        List.of(
            new FormRules(),
            new CardNumbers(),
            new AccountNumbers(),
            new NationalIds(),
            new BirthDates(),
            new Addresses(),
            new SpokenOfPhones(),
            phones);
  }

  /**
   * Redacts a text of any language and length, in time that grows with the length.
   *
   * @throws InterruptedException when interrupted, within a second
   */
  public Redaction redact(String text) throws InterruptedException {
    return redact(text, List.of());
  }

  /**
   * As {@link #redact(String)}, with places that others found; what overlaps is taken together.
   *
   * @param more places in the text, in any order; they may overlap
   */
  public Redaction redact(String text, List<PiiSpan> more) throws InterruptedException {
    List<PiiSpan> all = new ArrayList<>(more);
    for (int from = 0; from < text.length(); from += WINDOW) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      addFrom(text, from, all);
    }
    List<PiiSpan> found = resolved(all);
    return new Redaction(replaced(text, found), found);
  }

  /** Adds what begins in the window from a place on; what lies around the window is seen, too. */
  private void addFrom(String text, int from, List<PiiSpan> all) {
    int shift = Math.max(0, from - AROUND);
    int until = Math.min(text.length(), from + WINDOW + AROUND);
    PlainNumbers seen = PlainNumbers.of(text.substring(shift, until));
    for (PiiRule rule : rules) {
      for (PiiSpan plain : rule.find(seen.text())) {
        PiiSpan span = seen.before(plain);
        int start = span.start() + shift;
        if (start >= from && start < from + WINDOW) {
          all.add(new PiiSpan(span.type(), start, span.end() + shift));
        }
      }
    }
  }

  /**
   * Of places that overlap one is kept that covers them all: nothing that any rule found stays. It
   * has the type of the longest.
   */
  private static List<PiiSpan> resolved(List<PiiSpan> all) {
    all.sort(Comparator.comparingInt(PiiSpan::start).thenComparingInt(PiiSpan::end));
    List<PiiSpan> resolved = new ArrayList<>();
    PiiSpan strongest = null;
    for (PiiSpan span : all) {
      PiiSpan last = resolved.isEmpty() ? null : resolved.getLast();
      if (last == null || strongest == null || !last.overlaps(span)) {
        resolved.add(span);
        strongest = span;
        continue;
      }
      strongest = stronger(strongest, span);
      int end = Math.max(last.end(), span.end());
      resolved.set(resolved.size() - 1, new PiiSpan(strongest.type(), last.start(), end));
    }
    return resolved;
  }

  private static PiiSpan stronger(PiiSpan a, PiiSpan b) {
    if (a.length() != b.length()) {
      return a.length() > b.length() ? a : b;
    }
    return a.type().compareTo(b.type()) <= 0 ? a : b;
  }

  private static String replaced(String text, List<PiiSpan> found) {
    Map<PiiType, Map<String, Integer>> numbers = new EnumMap<>(PiiType.class);
    var redacted = new StringBuilder();
    int at = 0;
    for (PiiSpan span : found) {
      Map<String, Integer> known = numbers.computeIfAbsent(span.type(), type -> new HashMap<>());
      String key = key(text.substring(span.start(), span.end()));
      int next = known.size() + 1;
      int number = known.computeIfAbsent(key, value -> next);
      redacted.append(text, at, span.start());
      redacted.append('[').append(span.type()).append('_').append(number).append(']');
      at = span.end();
    }
    return redacted.append(text, at, text.length()).toString();
  }

  /** What is the same however it is written. */
  private static String key(String value) {
    String plain = PlainNumbers.of(value).text().toLowerCase(Locale.ROOT);
    return plain.replaceAll("[\\s(),.\\-/]", "");
  }
}
