package ai.stt.plugin.engine;

/**
 * A piece of text, which may begin or end inside of a character.
 *
 * @param utf8 the bytes of the piece, with the space before a word
 * @param probability 0..1
 * @param startMs start as {@link WhisperSegment#startMs}, guessed from the time stamps around it
 * @param endMs end, guessed likewise
 * @param alignedMs when it had been said (its end, and the start of the next token), by dynamic
 *     time warping of the cross-attention of the model's alignment heads; -1 when the engine knows
 *     no such heads of the model
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a text; equality is never asked for
public record WhisperToken(
    byte[] utf8, float probability, long startMs, long endMs, long alignedMs) {}
