package ai.stt.plugin.understanding;

/**
 * A stretch of a text about one thing.
 *
 * @param first its first sentence, a place in the outline's sentences
 * @param title a phrase or sentence of the stretch
 */
public record Chapter(int first, String title) {}
