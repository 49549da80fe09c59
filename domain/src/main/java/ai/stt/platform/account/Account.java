package ai.stt.platform.account;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;

/**
 * Somebody who uses the platform under an own name.
 *
 * @param id at least 1
 * @param email unique among accounts
 * @param name how the account is addressed; may be empty, at most 200 characters
 * @param plan id of its {@link Plan}
 * @param emailPreferences which letters it wants
 * @param keepsAudio whether recordings stay after their transcription, as long as the plan has it
 * @param createdAt when it signed up
 */
public record Account(
    long id,
    EmailAddress email,
    String name,
    String plan,
    EmailPreferences emailPreferences,
    boolean keepsAudio,
    Instant createdAt) {
  private static final int LONGEST_NAME = 200;

  /** Checks the id and the name. */
  public Account {
    if (id < 1) {
      throw new IllegalArgumentException("an account's id is at least 1");
    }
    name = checkName(name);
  }

  /**
   * The name without surrounding space.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when it is too long or holds control characters
   */
  public static String checkName(String name) {
    String bare = name.strip();
    if (bare.length() > LONGEST_NAME || bare.chars().anyMatch(Character::isISOControl)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "name: at most 200 characters on one line");
    }
    return bare;
  }

  /** The same account with another name. */
  public Account withName(String other) {
    return new Account(id, email, other, plan, emailPreferences, keepsAudio, createdAt);
  }

  /** The same account that wants other letters. */
  public Account withEmailPreferences(EmailPreferences other) {
    return new Account(id, email, name, plan, other, keepsAudio, createdAt);
  }

  /** The same account that wants its recordings kept, or not. */
  public Account withKeepsAudio(boolean other) {
    return new Account(id, email, name, plan, emailPreferences, other, createdAt);
  }

  /** The same account on another plan. */
  public Account withPlan(String other) {
    return new Account(id, email, name, other, emailPreferences, keepsAudio, createdAt);
  }
}
