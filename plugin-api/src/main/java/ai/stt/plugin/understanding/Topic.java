package ai.stt.plugin.understanding;

/**
 * What a text is about.
 *
 * @param name a phrase of the text
 * @param relevance 0..1, the first topic has 1
 */
public record Topic(String name, double relevance) {}
