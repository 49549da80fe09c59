package ai.stt.platform.account;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address by which an account is known: lower-case, so that one mailbox is one account.
 *
 * @param text such as {@code ada@example.org}, at most 254 characters (RFC 5321, 4.5.3.1.3)
 */
public record EmailAddress(String text) {
  private static final int LONGEST = 254;

  /** One local part and a domain with a dot; whether it exists only a letter can tell. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})+");

  /**
   * Takes the address in lower case.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when it has not the shape of one
   */
  public EmailAddress {
    text = text.strip().toLowerCase(Locale.ROOT);
    if (text.length() > LONGEST || !SHAPE.matcher(text).matches()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "email: give an address such as name@example.org");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
