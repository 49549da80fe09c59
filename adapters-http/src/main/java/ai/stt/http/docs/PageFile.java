package ai.stt.http.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A file that ships beside these classes. */
final class PageFile {
  private PageFile() {}

  static InputStream open(String name) {
    return Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name);
  }

  static String text(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
