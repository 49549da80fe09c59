package ai.stt.plugin;

import ai.stt.speech.model.ModelDescriptor;
import java.nio.file.Path;

/**
 * Weights that lie verified in the model store.
 *
 * @param descriptor what the catalog, or whoever imported them, says about them
 * @param family the plugin family they are for, such as {@code whisper}
 * @param format the file format, such as {@code ggml}
 * @param file the weights; the plugin reads and never writes it
 * @param sizeBytes its size
 */
public record InstalledModel(
    ModelDescriptor descriptor, String family, String format, Path file, long sizeBytes) {}
