package ai.stt.app.export;

import java.nio.file.Path;
import java.util.Optional;

/** Where documents get the fonts of scripts that not every program brings along. Thread-safe. */
public interface DocumentFonts {
  /** The scripts that need a font of their own. */
  enum Script {
    ARABIC("arabic"),
    DEVANAGARI("devanagari"),
    /** Han characters as Chinese writes them. */
    CHINESE("chinese"),
    /** Kana, and Han characters as Japanese writes them. */
    JAPANESE("japanese"),
    KOREAN("korean");

    private final String id;

    Script(String id) {
      this.id = id;
    }

    /** The name in lists of fonts. */
    public String id() {
      return id;
    }
  }

  /**
   * A TrueType font for a script; may take the time of a download at the first call.
   *
   * @return empty when it cannot be had now; the document then says what it cannot show
   */
  Optional<Path> font(Script script);

  /** No fonts at all. */
  static DocumentFonts none() {
    return script -> Optional.empty();
  }
}
