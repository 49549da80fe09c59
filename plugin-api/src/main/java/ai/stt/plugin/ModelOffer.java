package ai.stt.plugin;

import ai.stt.speech.model.ModelDescriptor;

/**
 * One model that a plugin can run here and now. Making an offer loads nothing.
 *
 * @param capability what it does
 * @param descriptor what it says about itself
 * @param memoryBytes an estimate of the memory it takes while loaded, weights included
 * @param loader brings it into memory
 * @param <M> the capability's interface
 */
public record ModelOffer<M extends Model>(
    Capability<M> capability,
    ModelDescriptor descriptor,
    long memoryBytes,
    ModelLoader<M> loader) {}
