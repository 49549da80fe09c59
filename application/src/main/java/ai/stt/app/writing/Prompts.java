package ai.stt.app.writing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What models are told, in files of a version, one for each task and language; {@code {{name}}} is
 * a blank to be filled in.
 */
final class Prompts {
  static final String VERSION = "v1";
  private static final ConcurrentMap<String, String> READ = new ConcurrentHashMap<>();

  private final String language;

  /** Those of a language that has files. */
  private Prompts(String language) {
    this.language = language;
  }

  /** Those in a language; in English when it has none, and in Chinese for what is written so. */
  static Prompts in(String language) {
    String written = language.equals("yue") ? TextLanguage.CHINESE : language;
    return new Prompts(TextLanguage.all().contains(written) ? written : TextLanguage.ENGLISH);
  }

  /** What every conversation begins with. */
  String system() {
    return read("system");
  }

  /** A task with its blanks filled in. */
  String task(String name, Map<String, String> blanks) {
    String task = read(name);
    var filled = new StringBuilder();
    int at = 0;
    while (true) {
      int open = task.indexOf("{{", at);
      int close = task.indexOf("}}", at);
      if (open < 0 || close < open) {
        return filled.append(task, at, task.length()).toString();
      }
      String blank = task.substring(open + 2, close);
      filled.append(task, at, open);
      filled.append(Objects.requireNonNull(blanks.get(blank), blank));
      at = close + 2;
    }
  }

  /** A task without what callers fill in. */
  String bare(String name) {
    return read(name).replaceAll("\\{\\{.*?}}", " ");
  }

  private String read(String name) {
    return READ.computeIfAbsent(language + "/" + name, Prompts::load);
  }

  private static String load(String name) {
    String path = "prompts/%s/%s.txt".formatted(VERSION, name);
    try (InputStream in = Prompts.class.getResourceAsStream(path)) {
      byte[] bytes = Objects.requireNonNull(in, "no prompt " + name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
