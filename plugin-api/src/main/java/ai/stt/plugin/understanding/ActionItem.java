package ai.stt.plugin.understanding;

import org.jspecify.annotations.Nullable;

/**
 * Something that is to be done.
 *
 * @param sentence that says so
 * @param owner who is to do it, as the text says, or the speaker who promises it; null when unsaid
 * @param due until when, in the words of the text; null when unsaid
 */
public record ActionItem(Sentence sentence, @Nullable String owner, @Nullable String due) {}
