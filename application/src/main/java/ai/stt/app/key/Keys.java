package ai.stt.app.key;

import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.Scope;
import ai.stt.platform.key.SecretHash;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The store of keys. Part of a unit of work. */
public interface Keys {
  /** Adds a key of an account that exists. */
  ApiKey add(
      long accountId,
      String name,
      String prefix,
      Set<Scope> scopes,
      SecretHash hash,
      Instant createdAt);

  /** The key with this secret and its account. */
  Optional<KeyOwner> owner(SecretHash hash);

  /** An account's keys, the oldest first. */
  List<ApiKey> list(long accountId, int limit, int offset);

  /** How many keys an account has. */
  int count(long accountId);

  /** Removes a key; false when the account has none with this id. */
  boolean remove(long accountId, long id);

  /**
   * Notes when keys were last used, by id; never turns a later time back. Unknown ids are skipped.
   */
  void used(Map<Long, Instant> times);
}
