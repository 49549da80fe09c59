package ai.stt.app.account;

import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.SharedCounts;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.Session;
import ai.stt.platform.key.SecretHash;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of people with a password. Attempts are counted per address and network, so that neither
 * guessing nor locking somebody out gets far. An unknown address takes as long as a wrong password
 * and gives the same answer. Thread-safe.
 */
public final class LogIn {
  /** How long a session lasts. */
  public static final Duration SESSION = Duration.ofDays(14);

  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int TRIES_PER_ADDRESS_AND_NETWORK = 10;
  private static final int TRIES_PER_NETWORK = 50;
  private static final int TRIES_PER_ADDRESS = 200;
  private static final int TOKEN_BYTES = 32;

  private final UnitOfWork work;
  private final Passwords passwords;
  private final SharedCounts counts;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable String nobodysHash;

  /** Sessions in these stores. */
  public LogIn(UnitOfWork work, Passwords passwords, SharedCounts counts, InstantSource clock) {
    this.work = work;
    this.passwords = passwords;
    this.counts = counts;
    this.clock = clock;
  }

  /**
   * A session at the only moment at which its token is known.
   *
   * @param token for the cookie
   * @param session whose and until when
   */
  public record LoggedIn(String token, Session session) {}

  private record Known(Account account, String hash) {}

  /**
   * Checks a password and begins a session.
   *
   * @throws SpeechException {@code UNAUTHORIZED} when address and password do not fit, {@code
   *     RATE_LIMITED} after too many tries
   */
  public LoggedIn logIn(String email, String password, ClientNetwork network) {
    Instant now = clock.instant();
    EmailAddress address;
    try {
      address = new EmailAddress(email);
    } catch (SpeechException e) {
      throw wrong();
    }
    throttle(address, network, now);
    Optional<Known> known = work.in(stores -> known(stores.get(Accounts.class), address));
    boolean fits = passwords.matches(password, known.map(Known::hash).orElseGet(this::nobodysHash));
    if (known.isEmpty() || !fits) {
      throw wrong();
    }
    return begin(known.get().account.id(), now);
  }

  /**
   * Makes sure that an account's owner asks, for what a key alone must not do.
   *
   * @throws SpeechException {@code FORBIDDEN} when the password is wrong, {@code RATE_LIMITED}
   *     after too many tries
   */
  public void confirm(Account account, String password, ClientNetwork network) {
    throttle(account.email(), network, clock.instant());
    Optional<String> hash =
        work.in(stores -> stores.get(Accounts.class).passwordHash(account.id()));
    if (!passwords.matches(password, hash.orElseGet(this::nobodysHash))) {
      throw new SpeechException(ErrorCode.FORBIDDEN, "password: this is not the account's");
    }
  }

  /** Under this name the attempts to log in to an address are counted. */
  static String subject(EmailAddress email) {
    return "login " + SecretHash.of(email.text());
  }

  /** Ends a session; nothing happens when there is none. */
  public void logOut(String token) {
    work.run(stores -> stores.get(Sessions.class).remove(SecretHash.of(token)));
  }

  /**
   * Whose session it is.
   *
   * @throws SpeechException {@code UNAUTHORIZED} when it is over or there is none
   */
  public Account resume(String token) {
    Instant now = clock.instant();
    return work.in(
        stores ->
            stores
                .get(Sessions.class)
                .find(SecretHash.of(token), now)
                .flatMap(session -> stores.get(Accounts.class).find(session.accountId()))
                .orElseThrow(
                    () ->
                        new SpeechException(
                            ErrorCode.UNAUTHORIZED, "the session is over; log in again")));
  }

  /** Made when it is first needed, since it takes its time. */
  private String nobodysHash() {
    String hash = nobodysHash;
    if (hash == null) {
      hash = passwords.hash("nobody has this password");
      nobodysHash = hash;
    }
    return hash;
  }

  private LoggedIn begin(long accountId, Instant now) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var session = new Session(accountId, now, now.plus(SESSION));
    work.run(
        stores -> {
          Sessions sessions = stores.get(Sessions.class);
          sessions.removeExpired(now);
          sessions.add(SecretHash.of(token), session);
        });
    return new LoggedIn(token, session);
  }

  private void throttle(EmailAddress email, ClientNetwork network, Instant now) {
    long seconds = WINDOW.toSeconds();
    Instant window = Instant.ofEpochSecond(now.getEpochSecond() / seconds * seconds);
    String address = subject(email);
    boolean allowed =
        counts.countUp("login network " + network.id(), window, TRIES_PER_NETWORK)
            && counts.countUp(address + " " + network.id(), window, TRIES_PER_ADDRESS_AND_NETWORK)
            && counts.countUp(address, window, TRIES_PER_ADDRESS);
    if (!allowed) {
      throw new SpeechException(
          ErrorCode.RATE_LIMITED,
          "too many attempts to log in; wait a while",
          Duration.between(now, window.plus(WINDOW)),
          null);
    }
  }

  private static Optional<Known> known(Accounts accounts, EmailAddress email) {
    return accounts
        .find(email)
        .flatMap(
            account -> accounts.passwordHash(account.id()).map(hash -> new Known(account, hash)));
  }

  private static SpeechException wrong() {
    return new SpeechException(
        ErrorCode.UNAUTHORIZED, "this e-mail address and password do not belong together");
  }
}
