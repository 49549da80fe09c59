package ai.stt.http.access;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.Quota;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.account.Member;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.usage.CountRequests;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Tells which account calls, by its key or by the session of a browser, and counts its requests.
 * Thread-safe.
 */
public final class Callers {
  private final RecogniseCaller recognise;
  private final AccountLimits limits;
  private final CountRequests requests;
  private final ClientAddress addresses;

  /**
   * Callers by these rules.
   *
   * @param requests where those of accounts are counted
   */
  public Callers(
      RecogniseCaller recognise,
      AccountLimits limits,
      CountRequests requests,
      TrustedProxies proxies) {
    this.recognise = recognise;
    this.limits = limits;
    this.requests = requests;
    this.addresses = new ClientAddress(proxies);
  }

  /**
   * The caller of a resource that needs an account. The answer gets {@code RateLimit-*} headers.
   *
   * @param scope what the caller wants to do
   * @throws SpeechException {@code UNAUTHORIZED} without a valid key or session, {@code FORBIDDEN}
   *     when the key has not the scope, {@code RATE_LIMITED} after too many requests in this minute
   */
  public Member require(HttpServletRequest request, Scope scope) {
    Member member =
        find(request)
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.UNAUTHORIZED,
                        "this needs an API key; send one as 'Authorization: Bearer KEY'"));
    count(request, member);
    member.require(scope);
    return member;
  }

  /**
   * The same where only the operator may call.
   *
   * @throws SpeechException as {@link #require}, and {@code FORBIDDEN} for every other account
   */
  public Member requireOperator(HttpServletRequest request, Scope scope) {
    Member member = require(request, scope);
    member.requireOperator();
    return member;
  }

  /**
   * The account that calls; empty for an anonymous caller. Counts nothing.
   *
   * @throws SpeechException {@code UNAUTHORIZED} for a key or session that is not valid
   */
  Optional<Member> find(HttpServletRequest request) {
    Optional<String> key = BearerKey.parse(request.getHeader("Authorization"));
    if (key.isPresent()) {
      return key.map(recognise::byKey);
    }
    Optional<String> session = SessionCookie.of(request);
    if (session.isPresent()) {
      SessionCookie.requireOwnPage(request);
    }
    return session.map(recognise::bySession);
  }

  /**
   * What a request has in place of a key of an account.
   *
   * @throws SpeechException {@code UNAUTHORIZED} for a header that holds none
   */
  public static Optional<String> bearer(HttpServletRequest request) {
    return BearerKey.parse(request.getHeader("Authorization"));
  }

  /** Counts one request of the account, and tells the caller what is left of the minute. */
  void count(HttpServletRequest request, Member member) {
    requests.count(member.accountId());
    try {
      QuotaHeaders.put(request, limits.request(member.accountId(), member.plan()));
    } catch (SpeechException e) {
      e.retryAfter()
          .map(wait -> new Quota(member.plan().requestsPerMinute(), 0, wait.toSeconds()))
          .ifPresent(quota -> QuotaHeaders.put(request, quota));
      throw e;
    }
  }

  /** The network that a request comes from. */
  public ClientNetwork network(HttpServletRequest request) {
    return addresses.network(request);
  }
}
