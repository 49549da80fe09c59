package ai.stt.app.key;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.key.KeySecret;
import ai.stt.platform.key.SecretHash;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells who calls. What the store says is remembered for less than a second, so that a busy key
 * costs a look into memory and a key revoked on another server is refused within that time. Looked
 * up by hash: the secret's bytes are never compared one by one. Thread-safe; memory is bounded.
 */
public final class AuthenticateKey {
  /** How long an answer of the store is believed. */
  public static final Duration MEMORY = Duration.ofMillis(800);

  private static final int MOST_REMEMBERED = 20_000;

  private final UnitOfWork work;
  private final InstantSource clock;
  private final KeyUse use;
  private final ConcurrentHashMap<SecretHash, Remembered> memory = new ConcurrentHashMap<>();

  /** Rises with every revocation, so that an answer read before one is not remembered after it. */
  private final AtomicLong revocations = new AtomicLong();

  private record Remembered(KeyOwner owner, Instant until) {}

  /** Authenticates against these stores and notes the use of keys. */
  public AuthenticateKey(UnitOfWork work, KeyUse use, InstantSource clock) {
    this.work = work;
    this.use = use;
    this.clock = clock;
  }

  /**
   * The owner of a key.
   *
   * @param text what the caller sent as its key
   * @throws SpeechException {@code UNAUTHORIZED} when it is no key, {@code DEPENDENCY_FAILED} when
   *     the store is away
   */
  public KeyOwner authenticate(String text) {
    SecretHash hash =
        KeySecret.parse(text).map(KeySecret::hash).orElseThrow(AuthenticateKey::refusal);
    Instant now = clock.instant();
    Remembered known = memory.get(hash);
    KeyOwner owner = known != null && now.isBefore(known.until) ? known.owner : load(hash, now);
    use.seen(owner.key().id(), now);
    return owner;
  }

  /** Forgets an account's keys: they, the account or its plan have changed. */
  public void forget(long accountId) {
    revocations.incrementAndGet();
    memory.values().removeIf(known -> known.owner.account().id() == accountId);
  }

  private KeyOwner load(SecretHash hash, Instant now) {
    long before = revocations.get();
    Optional<KeyOwner> found = work.in(stores -> stores.get(Keys.class).owner(hash));
    KeyOwner owner = found.orElse(null);
    if (owner == null) {
      memory.remove(hash);
      throw refusal();
    }
    remember(hash, new Remembered(owner, now.plus(MEMORY)), before);
    return owner;
  }

  private void remember(SecretHash hash, Remembered fresh, long before) {
    if (revocations.get() != before) {
      return;
    }
    if (memory.size() >= MOST_REMEMBERED) {
      memory.clear();
    }
    memory.put(hash, fresh);
    if (revocations.get() != before) {
      memory.remove(hash, fresh);
    }
  }

  private static SpeechException refusal() {
    return new SpeechException(
        ErrorCode.UNAUTHORIZED,
        "this API key is not valid; send one as 'Authorization: Bearer KEY'");
  }
}
