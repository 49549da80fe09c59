package ai.stt.app.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.speech.error.SpeechException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AuthenticateKeyTest {
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final InMemoryPlatform stores = new InMemoryPlatform();
  private final Platform platform = new Platform(stores, clock);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch delivered = new CountDownLatch(1);

  @Test
  void aBusyKeyAsksTheStoreOncePerMemory() {
    var asked = new AtomicInteger();
    var authenticate = new AuthenticateKey(counting(asked), new KeyUse(stores), clock);
    String secret = platform.signUp("ada@example.org", Platform.SMALL).key().secret().reveal();
    for (int i = 0; i < 50; i++) {
      authenticate.authenticate(secret);
    }
    assertThat(asked).hasValue(1);
    clock.move(AuthenticateKey.MEMORY);
    authenticate.authenticate(secret);
    assertThat(asked).hasValue(2);
  }

  @Test
  void garbageNeverReachesTheStore() {
    var asked = new AtomicInteger();
    var authenticate = new AuthenticateKey(counting(asked), new KeyUse(stores), clock);
    assertThatThrownBy(() -> authenticate.authenticate("stt_" + "A".repeat(48)))
        .isInstanceOf(SpeechException.class);
    assertThat(asked).hasValue(0);
  }

  /** The store's answer is on its way while the key is revoked: it must not be remembered. */
  @Test
  void anAnswerFromBeforeARevocationIsNotBelievedAfterIt() throws Exception {
    NewKey key = platform.signUp("ada@example.org", Platform.SMALL).key();
    String secret = key.secret().reveal();
    var authenticate = new AuthenticateKey(slow(), new KeyUse(stores), clock);
    var revoke = new RevokeKey(stores, authenticate, clock);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var early = threads.submit(() -> authenticate.authenticate(secret));
      answered.await();
      revoke.revoke(key.key().accountId(), key.key().id());
      delivered.countDown();
      assertThat(early.get(10, TimeUnit.SECONDS).key()).isEqualTo(key.key());
    }
    assertThatThrownBy(() -> authenticate.authenticate(secret)).isInstanceOf(SpeechException.class);
  }

  private UnitOfWork counting(AtomicInteger asked) {
    return new UnitOfWork() {
      @Override
      public <T> T in(Function<Stores, T> work) {
        asked.incrementAndGet();
        return stores.in(work);
      }
    };
  }

  private UnitOfWork slow() {
    return new UnitOfWork() {
      @Override
      public <T> T in(Function<Stores, T> work) {
        T answer = stores.in(work);
        answered.countDown();
        try {
          delivered.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return answer;
      }
    };
  }
}
