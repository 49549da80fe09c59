package ai.stt.plugin.understanding;

/**
 * A name, a date, an amount.
 *
 * @param type such as {@code PERSON}, {@code PLACE}, {@code DATE}, {@code MONEY}
 * @param start where it begins, in UTF-16 code units
 * @param end where it ends, exclusive
 */
public record Entity(String type, int start, int end) {}
