package ai.stt.persistence.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.account.Passwords;
import ai.stt.app.account.PasswordsContract;
import org.junit.jupiter.api.Test;

final class Argon2PasswordsTest extends PasswordsContract {
  @Override
  protected Passwords passwords() {
    return new Argon2Passwords();
  }

  @Test
  void itIsArgon2idAtTheStrengthThatIsRecommended() {
    assertThat(passwords().hash("any")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void aHashOfTheReferenceImplementationFits() {
    // From the reference implementation, src/test.c: "password", "somesalt", t=2, m=2^16, p=1.
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(passwords().matches("password", reference)).isTrue();
    assertThat(passwords().matches("Password", reference)).isFalse();
  }
}
