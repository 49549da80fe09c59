package ai.stt.platform.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeySecretTest {
  @Test
  void aSecretIsFoundAgainInItsText() {
    var secret = KeySecret.random(new SecureRandom());
    assertThat(secret.reveal()).matches("stt_[A-Za-z0-9_-]{48}");
    var parsed = KeySecret.parse(secret.reveal()).orElseThrow();
    assertThat(parsed.hash()).isEqualTo(secret.hash());
    assertThat(parsed.prefix()).isEqualTo(secret.reveal().substring(0, 12));
    assertThat(KeySecret.random(new SecureRandom()).hash()).isNotEqualTo(secret.hash());
  }

  @Test
  void everyChangeOfOneCharacterIsNoticed() {
    String text = KeySecret.random(new Random(7)).reveal();
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < text.length(); i++) {
      for (int j = 0; j < alphabet.length(); j++) {
        char other = alphabet.charAt(j);
        if (other != text.charAt(i)) {
          assertThat(KeySecret.parse(text.substring(0, i) + other + text.substring(i + 1)))
              .isEmpty();
        }
      }
    }
  }

  @Test
  void neitherTheSecretNorItsHashShowsTheText() {
    var secret = KeySecret.random(new Random(7));
    assertThat(secret.toString()).isEqualTo(secret.prefix() + "...");
    assertThat(secret.hash().toString()).hasSize(64).doesNotContain(secret.reveal().substring(4));
    assertThat(SecretHash.stored(secret.hash().bytes())).isEqualTo(secret.hash());
  }
}
