package ai.stt.plugin.understanding;

/**
 * Something that is asked.
 *
 * @param sentence that asks
 * @param answered whether what follows looks like an answer
 */
public record Question(Sentence sentence, boolean answered) {}
