package ai.stt.app.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What every way to hash passwords promises. */
public abstract class PasswordsContract {
  /** The way under test. */
  protected abstract Passwords passwords();

  @Test
  void aPasswordFitsItsHashAndNoOtherDoes() {
    String hash = passwords().hash("pässword-😀");
    assertThat(passwords().matches("pässword-😀", hash)).isTrue();
    assertThat(passwords().matches("pässword-", hash)).isFalse();
    assertThat(passwords().matches("", hash)).isFalse();
  }

  @Test
  void theSamePasswordHasAnotherHashEachTimeAndIsNotSeenInIt() {
    String hash = passwords().hash("correct horse");
    assertThat(hash).isNotEqualTo(passwords().hash("correct horse")).doesNotContain("horse");
  }

  @Test
  void whatIsNoHashFitsNothing() {
    assertThat(passwords().matches("any", "")).isFalse();
    assertThat(passwords().matches("any", "any")).isFalse();
  }
}
