package ai.stt.http.access;

import ai.stt.app.account.Plans;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.key.KeyOwner;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;

/** Tells which account calls. Thread-safe. */
public final class Callers {
  private final AuthenticateKey authenticate;
  private final Plans plans;

  /** Callers by their keys. */
  public Callers(AuthenticateKey authenticate, Plans plans) {
    this.authenticate = authenticate;
    this.plans = plans;
  }

  /**
   * The caller of a resource that needs a key.
   *
   * @param scope what the key must allow
   * @throws SpeechException {@code UNAUTHORIZED} without a valid key, {@code FORBIDDEN} without the
   *     scope
   */
  public KeyedCaller require(HttpServletRequest request, Scope scope) {
    String key =
        BearerKey.parse(request.getHeader("Authorization"))
            .orElseThrow(
                () ->
                    new SpeechException(
                        ErrorCode.UNAUTHORIZED,
                        "this needs an API key; send one as 'Authorization: Bearer KEY'"));
    return of(key, scope);
  }

  KeyedCaller of(String key, Scope scope) {
    KeyOwner owner = authenticate.authenticate(key);
    owner.key().require(scope);
    return new KeyedCaller(owner, plans.of(owner.account()));
  }
}
