package ai.stt.http.access;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.Quota;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.account.Member;
import ai.stt.app.account.Plans;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.usage.CountRequests;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * Lets callers in: with a key, with a session of a browser, or anonymous within the limits. A key
 * that is sent has to be valid, also where none is needed. Thread-safe.
 */
public final class Doorkeeper {
  private final RecogniseCaller callers;
  private final Plans plans;
  private final AccountLimits accounts;
  private final AnonymousLimits anonymous;
  private final CountRequests requests;
  private final ClientAddress addresses;

  /**
   * A doorkeeper with these rules.
   *
   * @param plans anonymous callers may use the models of the initial one
   * @param requests where those of accounts are counted
   */
  public Doorkeeper(
      RecogniseCaller callers,
      Plans plans,
      AccountLimits accounts,
      AnonymousLimits anonymous,
      CountRequests requests,
      TrustedProxies proxies) {
    this.callers = callers;
    this.plans = plans;
    this.accounts = accounts;
    this.anonymous = anonymous;
    this.requests = requests;
    this.addresses = new ClientAddress(proxies);
  }

  /**
   * Lets the caller of a transcription in, and tells it in {@code RateLimit-*} headers what is left
   * when there is a limit.
   *
   * @param maxUploadBytes the limit of the server, which holds for everybody
   * @return the caller's place; close it when the request is over
   * @throws SpeechException {@code UNAUTHORIZED}, {@code FORBIDDEN} or {@code RATE_LIMITED}
   */
  public Entry enter(
      HttpServletRequest request, HttpServletResponse response, long maxUploadBytes) {
    Optional<Member> known = recognise(request);
    if (known.isEmpty()) {
      return enterAnonymous(request, response, maxUploadBytes);
    }
    Member member = known.get();
    count(member, response);
    member.require(Scope.TRANSCRIBE);
    return new Entry(
        member,
        member.plan(),
        Math.min(maxUploadBytes, member.plan().maxUploadBytes()),
        accounts.enter(member.account().id(), member.plan()),
        null,
        () -> recognise(request));
  }

  /**
   * Lets in who has an account, and counts the request.
   *
   * @param scope what the caller wants to do
   * @throws SpeechException {@code UNAUTHORIZED} without a key or session, {@code FORBIDDEN} when
   *     the key has not the scope, {@code RATE_LIMITED}
   */
  public Member member(HttpServletRequest request, HttpServletResponse response, Scope scope) {
    Member member =
        recognise(request)
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.UNAUTHORIZED,
                        "this needs an API key; send one as 'Authorization: Bearer KEY'"));
    count(member, response);
    member.require(scope);
    return member;
  }

  /**
   * Who calls, where nothing is counted.
   *
   * @param id the same for requests of the same account; all anonymous callers have the same
   * @param maxUploadBytes the largest file the caller may send
   */
  public record Caller(String id, long maxUploadBytes) {}

  /**
   * Tells callers apart without counting them.
   *
   * @param maxUploadBytes the limit of the server, which holds for everybody
   * @throws SpeechException {@code UNAUTHORIZED} for a key that is not valid
   */
  public Caller identify(HttpServletRequest request, long maxUploadBytes) {
    return recognise(request)
        .map(
            member ->
                new Caller(
                    "account-" + member.account().id(),
                    Math.min(maxUploadBytes, member.plan().maxUploadBytes())))
        .orElseGet(() -> new Caller("anonymous", anonymousUpload(maxUploadBytes)));
  }

  /** The network that a request comes from. */
  public ClientNetwork network(HttpServletRequest request) {
    return addresses.network(request);
  }

  private Optional<Member> recognise(HttpServletRequest request) {
    Optional<String> key = BearerKey.parse(request.getHeader("Authorization"));
    if (key.isPresent()) {
      return key.map(callers::byKey);
    }
    Optional<String> session = SessionCookie.of(request);
    if (session.isPresent()) {
      SessionCookie.requireOwnPage(request);
    }
    return session.map(callers::bySession);
  }

  private Entry enterAnonymous(
      HttpServletRequest request, HttpServletResponse response, long maxUploadBytes) {
    AnonymousLimits.Place place = null;
    if (anonymous.settings().enabled()) {
      ClientNetwork network = addresses.network(request);
      try {
        place = anonymous.enter(network);
      } finally {
        tell(anonymous.quota(network), response);
      }
    }
    return new Entry(null, plans.initial(), anonymousUpload(maxUploadBytes), null, place, () -> {});
  }

  private long anonymousUpload(long maxUploadBytes) {
    return anonymous.settings().enabled()
        ? Math.min(maxUploadBytes, anonymous.settings().maxUploadBytes())
        : maxUploadBytes;
  }

  private void count(Member member, HttpServletResponse response) {
    long account = member.account().id();
    requests.count(account);
    try {
      tell(accounts.request(account, member.plan()), response);
    } catch (SpeechException e) {
      e.retryAfter()
          .map(wait -> new Quota(member.plan().requestsPerMinute(), 0, wait.toSeconds()))
          .ifPresent(quota -> tell(quota, response));
      throw e;
    }
  }

  private static void tell(Quota quota, HttpServletResponse response) {
    response.setHeader("RateLimit-Limit", Integer.toString(quota.limit()));
    response.setHeader("RateLimit-Remaining", Integer.toString(quota.remaining()));
    response.setHeader("RateLimit-Reset", Long.toString(quota.resetSeconds()));
  }
}
