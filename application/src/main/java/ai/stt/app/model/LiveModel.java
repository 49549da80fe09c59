package ai.stt.app.model;

import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.ModelStatus;
import org.jspecify.annotations.Nullable;

/**
 * A model that the server lists.
 *
 * @param capability the capability's id
 * @param descriptor what it says about itself
 * @param plugin id of the plugin that runs it
 * @param version of that plugin
 * @param device where it runs, such as {@code cpu}
 * @param status what it would do with a request now
 * @param reason why it failed; null unless it did
 */
public record LiveModel(
    String capability,
    ModelDescriptor descriptor,
    String plugin,
    String version,
    String device,
    ModelStatus status,
    @Nullable String reason) {}
