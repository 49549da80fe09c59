package ai.stt.app.chat;

import org.jspecify.annotations.Nullable;

/**
 * A few segments of a transcript that belong together.
 *
 * @param segmentId id of its first segment
 * @param segmentOrder place of its first segment in the transcript, from 0
 * @param start seconds from the start of the recording
 * @param speaker who begins, null when nobody knows
 * @param text what is said, with names where the speaker changes
 */
public record Passage(
    long segmentId, int segmentOrder, double start, @Nullable String speaker, String text) {}
