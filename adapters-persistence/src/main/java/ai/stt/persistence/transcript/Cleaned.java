package ai.stt.persistence.transcript;

/** PostgreSQL's text holds every character but one. */
final class Cleaned {
  private Cleaned() {}

  /** The text with U+FFFD in place of U+0000. */
  static String text(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }
}
