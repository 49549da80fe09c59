package ai.stt.http.key;

import ai.stt.app.key.NewKey;
import ai.stt.platform.key.ApiKey;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key as its owner sees it.
 *
 * @param key the secret; only when the key was made just now
 * @param prefix its beginning
 * @param lastUsedAt null when never
 */
record KeyAnswer(
    long id,
    String name,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
    String prefix,
    List<String> scopes,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("last_used_at") @JsonInclude(JsonInclude.Include.ALWAYS)
        @Nullable String lastUsedAt) {
  static KeyAnswer of(ApiKey key) {
    return of(key, null);
  }

  static KeyAnswer of(NewKey made) {
    return of(made.key(), made.secret().reveal());
  }

  private static KeyAnswer of(ApiKey key, @Nullable String secret) {
    Instant lastUsed = key.lastUsedAt();
    return new KeyAnswer(
        key.id(),
        key.name(),
        secret,
        key.prefix(),
        key.scopes().stream().sorted().map(scope -> scope.name().toLowerCase(Locale.ROOT)).toList(),
        key.createdAt().toString(),
        lastUsed == null ? null : lastUsed.toString());
  }
}
