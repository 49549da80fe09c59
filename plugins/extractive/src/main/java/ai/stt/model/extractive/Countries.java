package ai.stt.model.extractive;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of countries in a language, as the JDK knows them.
 *
 * @param forms that match a name
 */
record Countries(List<Pattern> forms) {
  private static final Map<String, Countries> KNOWN = new ConcurrentHashMap<>();

  static Countries in(String language) {
    return KNOWN.computeIfAbsent(language, Countries::read);
  }

  private static Countries read(String code) {
    if (code.isEmpty()) {
      return new Countries(List.of());
    }
    Locale language = Locale.of(code);
    String names =
        Arrays.stream(Locale.getISOCountries())
            .map(country -> Locale.of("", country).getDisplayCountry(language))
            .filter(name -> name.length() > 1 && !name.matches("[A-Z]{2}"))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    boolean dense = code.equals("zh") || code.equals("ja");
    String form = dense ? "(?:" + names + ")" : "\\b(?:" + names + ")\\b";
    return new Countries(List.of(Pattern.compile(form, Pattern.UNICODE_CHARACTER_CLASS)));
  }
}
