package ai.stt.platform.transcript;

import ai.stt.speech.transcript.Segment;

/**
 * A segment that is kept.
 *
 * @param id unique among all segments
 * @param order its place in the transcript, from 0
 * @param segment what was said
 */
public record StoredSegment(long id, int order, Segment segment) {}
