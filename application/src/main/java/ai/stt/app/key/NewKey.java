package ai.stt.app.key;

import ai.stt.platform.key.ApiKey;
import ai.stt.platform.key.KeySecret;

/**
 * A key at the only moment at which its secret is known.
 *
 * @param key what is kept
 * @param secret what is shown once
 */
public record NewKey(ApiKey key, KeySecret secret) {}
