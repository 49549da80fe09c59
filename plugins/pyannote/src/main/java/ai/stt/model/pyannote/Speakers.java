package ai.stt.model.pyannote;

/**
 * The speakers that were found.
 *
 * @param of the speaker of each phrase, counted from 0
 * @param count how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // compact plain data; equality is never asked for
record Speakers(int[] of, int count) {}
