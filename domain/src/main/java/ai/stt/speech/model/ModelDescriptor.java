package ai.stt.speech.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a model says about itself.
 *
 * @param id what a request names, such as {@code large-v3-turbo}: letters, digits, dot, dash and
 *     underscore, at most 100 characters
 * @param name for people, such as {@code Whisper Large V3 Turbo}
 * @param description one or two sentences
 * @param languages ISO 639 codes it understands
 * @param speed beside the others of its family
 */
public record ModelDescriptor(
    String id, String name, String description, List<String> languages, Speed speed) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Checks the id and the name. */
  public ModelDescriptor {
    if (!isId(id)) {
      throw new IllegalArgumentException("not a model id: " + id);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("a model has a name");
    }
    languages = List.copyOf(languages);
  }

  /** Whether the text can be a model id at all, and so is safe as a file name. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches() && !text.contains("..");
  }
}
