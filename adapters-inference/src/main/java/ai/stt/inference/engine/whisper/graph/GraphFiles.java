package ai.stt.inference.engine.whisper.graph;

import java.nio.file.Path;

/**
 * A model's graphs on disk, as {@link EncoderGraph} and {@link DecoderGraph} describe them.
 *
 * @param precision of their numbers
 * @param encoder mel to keys and values
 * @param decoder one step
 * @param alignment attention of the alignment heads
 */
public record GraphFiles(Precision precision, Path encoder, Path decoder, Path alignment) {}
