package ai.stt.app.job;

import java.time.Instant;

/**
 * What became of the first request with an {@code Idempotency-Key}.
 *
 * @param accountId who sent it
 * @param key as it was sent, 1 to 255 characters
 * @param fingerprint of the request's body
 * @param jobId what it started
 * @param at when
 */
public record FirstRequest(
    long accountId, String key, String fingerprint, long jobId, Instant at) {}
