package ai.stt.app.account;

/** Hashes passwords, slowly on purpose. Thread-safe. */
public interface Passwords {
  /** A text from which nobody gets the password; another one each time. */
  String hash(String password);

  /** Whether the hash is this password's; false also for a text that is no hash. */
  boolean matches(String password, String hash);
}
