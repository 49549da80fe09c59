package ai.stt.app.testing;

import ai.stt.app.account.Passwords;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes that are quick and hide nothing. */
public final class PlainPasswords implements Passwords {
  private final AtomicInteger salt = new AtomicInteger();

  @Override
  public String hash(String password) {
    return "plain$" + salt.incrementAndGet() + "$" + password.hashCode();
  }

  @Override
  public boolean matches(String password, String hash) {
    return hash.matches("plain\\$\\d+\\$-?\\d+") && hash.endsWith("$" + password.hashCode());
  }
}
