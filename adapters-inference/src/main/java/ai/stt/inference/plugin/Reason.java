package ai.stt.inference.plugin;

import java.util.regex.Pattern;

/** Turns what foreign code throws into words that may be shown to callers. */
public final class Reason {
  private static final int MAX_LENGTH = 300;
  private static final Pattern FOLDERS =
      Pattern.compile("(?<![\\w:/\\\\.])(?:[A-Za-z]:)?[/\\\\](?:[^\\s/\\\\:'\"]+[/\\\\])+");

  private Reason() {}

  /**
   * The first line of the message, without the folders of paths and at most 300 characters; with
   * the kind of the exception in front where the message alone says little.
   */
  public static String of(Throwable thrown) {
    String kind = thrown.getClass().getSimpleName();
    String message = firstLine(messageOf(thrown));
    String text =
        message.isEmpty() ? kind : message.contains(" ") ? message : kind + ": " + message;
    String clean = FOLDERS.matcher(text).replaceAll("");
    return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...";
  }

  /** The message is foreign code as well and may throw. */
  private static String messageOf(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? "" : message;
    } catch (Throwable broken) {
      return "";
    }
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
