package ai.stt.app.writing;

import java.util.regex.Pattern;

/** Keeps material inside of its marks, and takes what models put around an answer off it. */
final class Tidy {
  private static final Pattern MARK =
      Pattern.compile("<(?=\\s*/?\\s*text\\b)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FENCE =
      Pattern.compile("\\A```[a-z]*\\s*\\n(.*?)\\n?```\\z", Pattern.DOTALL);
  private static final Pattern MARKS_OF_OURS = Pattern.compile("</?text>");

  private Tidy() {}

  /** Material that cannot end before its end. */
  static String material(String text) {
    return MARK.matcher(text).replaceAll("‹").replace('\0', ' ');
  }

  static String answer(String text) {
    String bare = MARKS_OF_OURS.matcher(text).replaceAll("").strip();
    var fence = FENCE.matcher(bare);
    return fence.matches() ? fence.group(1).strip() : bare;
  }
}
