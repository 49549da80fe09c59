package ai.stt.app.access;

/**
 * What is left to a caller.
 *
 * @param limit transcriptions per window
 * @param remaining of them
 * @param resetSeconds seconds until the window starts anew, at least 1
 */
public record Quota(int limit, int remaining, long resetSeconds) {}
