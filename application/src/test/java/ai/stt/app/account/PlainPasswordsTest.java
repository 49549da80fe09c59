package ai.stt.app.account;

import ai.stt.app.testing.PlainPasswords;

final class PlainPasswordsTest extends PasswordsContract {
  private final Passwords passwords = new PlainPasswords();

  @Override
  protected Passwords passwords() {
    return passwords;
  }
}
