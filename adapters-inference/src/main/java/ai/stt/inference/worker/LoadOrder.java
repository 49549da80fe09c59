package ai.stt.inference.worker;

import ai.stt.inference.plugin.PluginManifest;
import ai.stt.plugin.InstalledModel;
import java.nio.file.Path;
import java.util.List;

/**
 * Which model is to be loaded.
 *
 * @param content where its plugin is unpacked, until the model is closed
 * @param capability what it does
 * @param model its id
 * @param installed the weights that its plugin may use
 */
record LoadOrder(
    PluginManifest manifest,
    Path content,
    String capability,
    String model,
    List<InstalledModel> installed) {}
