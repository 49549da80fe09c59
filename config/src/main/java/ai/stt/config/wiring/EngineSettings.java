package ai.stt.config.wiring;

import ai.stt.config.settings.Home;
import ai.stt.config.settings.Settings;
import ai.stt.inference.catalog.fetch.Reach;
import java.nio.file.Path;

/**
 * What engines need to know, as plain data, wherever they run.
 *
 * @param home the folder of all state
 * @param reach where libraries are fetched from that are not there
 */
record EngineSettings(
    Path home,
    Settings.Device device,
    Settings.Whisper whisper,
    Settings.WhisperCpp whisperCpp,
    Settings.LlamaCpp llamaCpp,
    Reach reach) {
  static EngineSettings of(Home home, Settings settings) {
    return new EngineSettings(
        home.folder(),
        settings.device(),
        settings.whisper(),
        settings.whisperCpp(),
        settings.llamaCpp(),
        settings.catalogs().reach());
  }
}
