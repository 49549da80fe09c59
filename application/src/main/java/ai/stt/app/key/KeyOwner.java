package ai.stt.app.key;

import ai.stt.platform.account.Account;
import ai.stt.platform.key.ApiKey;

/**
 * Who calls.
 *
 * @param account whose key it is
 * @param key the key
 */
public record KeyOwner(Account account, ApiKey key) {}
