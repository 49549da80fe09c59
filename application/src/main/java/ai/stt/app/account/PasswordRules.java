package ai.stt.app.account;

import ai.stt.platform.account.EmailAddress;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Locale;

/**
 * Which passwords are good enough: long, not the address, not one key held down (after NIST SP
 * 800-63B).
 */
final class PasswordRules {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 128;
  private static final int FEWEST_DIFFERENT = 4;

  private PasswordRules() {}

  static void check(String password, EmailAddress email) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "password: %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    String local = email.text().substring(0, email.text().indexOf('@'));
    String low = password.toLowerCase(Locale.ROOT);
    if (password.chars().distinct().count() < FEWEST_DIFFERENT
        || low.equals(email.text())
        || low.equals(local)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "password: too easy to guess; choose a longer phrase");
    }
  }
}
