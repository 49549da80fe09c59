package ai.stt.speech.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A spoken language as Whisper names it.
 *
 * @param code ISO 639-1 where there is one, else the code of the Whisper vocabulary, lower case
 * @param name in English, lower case
 */
public record Language(String code, String name) {
  private static final List<Language> ALL = read();

  /** All 100 languages of Whisper, in the order of their tokens (openai/whisper, tokenizer.py). */
  public static List<Language> all() {
    return ALL;
  }

  /** Finds a language by its code or its English name, in any case. */
  public static Optional<Language> find(String codeOrName) {
    String wanted = codeOrName.strip().toLowerCase(Locale.ROOT);
    return ALL.stream().filter(l -> l.code.equals(wanted) || l.name.equals(wanted)).findFirst();
  }

  private static List<Language> read() {
    try (InputStream in =
            Objects.requireNonNull(Language.class.getResourceAsStream("languages.tsv"));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", 2))
          .map(cells -> new Language(cells[0], cells[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
