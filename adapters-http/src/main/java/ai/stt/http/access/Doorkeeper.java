package ai.stt.http.access;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.ClientNetwork;
import ai.stt.app.account.Member;
import ai.stt.app.account.Plans;
import ai.stt.platform.key.Scope;
import ai.stt.platform.key.SecretHash;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers in where none is turned away for having no account: those with one within its plan,
 * anonymous ones within their limits. A key that is sent has to be valid. Thread-safe.
 */
public final class Doorkeeper {
  private static final String ACCOUNT = "account-";

  private final Callers callers;
  private final Plans plans;
  private final AccountLimits accounts;
  private final AnonymousLimits anonymous;
  private final LongPredicate exists;

  /**
   * A doorkeeper with these rules.
   *
   * @param plans anonymous callers may use the models of the initial one
   * @param exists whether there is an account with this id
   */
  public Doorkeeper(
      Callers callers,
      Plans plans,
      AccountLimits accounts,
      AnonymousLimits anonymous,
      LongPredicate exists) {
    this.callers = callers;
    this.plans = plans;
    this.accounts = accounts;
    this.anonymous = anonymous;
    this.exists = exists;
  }

  /**
   * Lets the caller of a transcription in, and tells it in {@code RateLimit-*} headers what is left
   * when there is a limit.
   *
   * @param maxUploadBytes the limit of the server, which holds for everybody
   * @return the caller's place; close it when the request is over
   * @throws SpeechException {@code UNAUTHORIZED}, {@code FORBIDDEN} or {@code RATE_LIMITED}
   */
  public Entry enter(HttpServletRequest request, long maxUploadBytes) {
    Optional<Member> known = callers.find(request);
    if (known.isEmpty()) {
      return enterAnonymous(request, maxUploadBytes);
    }
    Member member = known.get();
    callers.count(request, member);
    member.require(Scope.TRANSCRIBE);
    return new Entry(
        member,
        member.plan(),
        Math.min(maxUploadBytes, member.plan().maxUploadBytes()),
        accounts.enter(member.accountId(), member.plan()),
        null,
        () -> confirm(request));
  }

  /**
   * Who calls, where no place is held.
   *
   * @param id the same for requests of the same account; all anonymous callers have the same
   * @param counted the same for what counts together: an account, or an anonymous network
   * @param maxUploadBytes the largest file the caller may send
   * @param account the caller's; null for an anonymous one
   */
  public record Caller(String id, String counted, long maxUploadBytes, @Nullable Member account) {}

  /**
   * Tells callers apart without counting them.
   *
   * @param maxUploadBytes the limit of the server, which holds for everybody
   * @throws SpeechException {@code UNAUTHORIZED} for a key that is not valid, {@code FORBIDDEN} for
   *     one that may not transcribe
   */
  public Caller identify(HttpServletRequest request, long maxUploadBytes) {
    Optional<Member> known = allowed(request);
    if (known.isEmpty()) {
      return new Caller(
          "anonymous",
          "anonymous " + callers.network(request).id(),
          anonymousUpload(maxUploadBytes),
          null);
    }
    Member member = known.get();
    String id = ACCOUNT + member.accountId();
    return new Caller(id, id, Math.min(maxUploadBytes, member.plan().maxUploadBytes()), member);
  }

  /**
   * Counts a request of an account and tells any caller in {@code RateLimit-*} headers what is
   * left. Of anonymous callers only transcriptions are counted.
   *
   * @throws SpeechException {@code RATE_LIMITED} after too many requests in this minute
   */
  public void count(HttpServletRequest request, Caller caller) {
    Member account = caller.account();
    if (account != null) {
      callers.count(request, account);
    } else if (anonymous.settings().enabled()) {
      QuotaHeaders.put(request, anonymous.quota(callers.network(request)));
    }
  }

  /**
   * Makes sure that a caller may still come in, after a body that took long to arrive. Counts
   * nothing.
   *
   * @throws SpeechException {@code UNAUTHORIZED} when its key was revoked meanwhile, {@code
   *     FORBIDDEN} when it may not transcribe any more
   */
  public void confirm(HttpServletRequest request) {
    var _ = allowed(request);
  }

  private Optional<Member> allowed(HttpServletRequest request) {
    Optional<Member> known = callers.find(request);
    known.ifPresent(member -> member.require(Scope.TRANSCRIBE));
    return known;
  }

  /**
   * Whether a caller that was identified may come again; false once its account is deleted.
   *
   * @param callerId as {@link Caller#id}
   */
  public boolean exists(String callerId) {
    return !callerId.startsWith(ACCOUNT)
        || exists.test(Long.parseLong(callerId.substring(ACCOUNT.length())));
  }

  private Entry enterAnonymous(HttpServletRequest request, long maxUploadBytes) {
    AnonymousLimits.Place place = null;
    if (anonymous.settings().enabled()) {
      ClientNetwork network = callers.network(request);
      try {
        place = anonymous.enter(network);
      } finally {
        QuotaHeaders.put(request, anonymous.quota(network));
      }
    }
    return new Entry(null, plans.initial(), anonymousUpload(maxUploadBytes), null, place, () -> {});
  }

  /**
   * Lets in callers with a key only, and counts the request.
   *
   * @throws SpeechException {@code UNAUTHORIZED}, {@code FORBIDDEN} or {@code RATE_LIMITED}
   */
  public Member requireKey(HttpServletRequest request) {
    return callers.require(request, Scope.TRANSCRIBE);
  }

  /**
   * Takes the only place of requests with an {@code Idempotency-Key}.
   *
   * @throws SpeechException {@code CONFLICT} while another request with it is at work
   */
  public AccountLimits.Place enterAlone(Member member, String idempotencyKey) {
    return accounts
        .enterAlone(member.accountId(), "key " + SecretHash.of(idempotencyKey))
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.CONFLICT,
                    "Idempotency-Key: the first request with it is still at work; ask again when it"
                        + " has ended",
                    Duration.ofSeconds(5),
                    null));
  }

  private long anonymousUpload(long maxUploadBytes) {
    return anonymous.settings().enabled()
        ? Math.min(maxUploadBytes, anonymous.settings().maxUploadBytes())
        : maxUploadBytes;
  }
}
