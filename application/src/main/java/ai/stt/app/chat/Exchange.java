package ai.stt.app.chat;

import java.time.Instant;

/**
 * A question and its answer.
 *
 * @param at when it was asked
 */
public record Exchange(String question, String answer, Instant at) {}
