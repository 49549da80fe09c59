package ai.stt.platform.key;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key of an account, without its secret.
 *
 * @param id at least 1
 * @param accountId whose it is
 * @param name by its owner, 1 to 100 characters
 * @param prefix the secret's beginning
 * @param scopes what it may do, at least one thing
 * @param createdAt when it was made
 * @param lastUsedAt when it was last seen, to about a minute; null when never
 */
public record ApiKey(
    long id,
    long accountId,
    String name,
    String prefix,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {
  /** Every scope. */
  public static final Set<Scope> ALL = Set.of(Scope.values());

  /** Checks the name and the scopes. */
  public ApiKey {
    name = checkName(name);
    scopes = checkScopes(scopes);
  }

  /**
   * The scopes.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when there is none
   */
  public static Set<Scope> checkScopes(Set<Scope> scopes) {
    if (scopes.isEmpty()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "scopes: name at least one of transcribe, read, manage");
    }
    return Set.copyOf(EnumSet.copyOf(scopes));
  }

  /**
   * The name without surrounding space.
   *
   * @throws SpeechException {@code INVALID_REQUEST} when there is none, or it is too long
   */
  public static String checkName(String name) {
    String bare = name.strip();
    if (bare.isEmpty()
        || bare.codePointCount(0, bare.length()) > 100
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "name: 1 to 100 characters on one line");
    }
    return bare;
  }

  /**
   * Makes sure that scopes include one.
   *
   * @throws SpeechException {@code FORBIDDEN} naming the one that is missing
   */
  public static void require(Set<Scope> scopes, Scope scope) {
    if (!scopes.contains(scope)) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN,
          "this key has not the scope '%s'; create one that has"
              .formatted(scope.name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Makes sure that the key may do something.
   *
   * @throws SpeechException {@code FORBIDDEN} when it may not
   */
  public void require(Scope scope) {
    require(scopes, scope);
  }
}
