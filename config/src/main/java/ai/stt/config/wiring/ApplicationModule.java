package ai.stt.config.wiring;

import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.enhancement.SoundDecoder;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.config.settings.Settings;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;

/** The use cases. */
final class ApplicationModule extends AbstractModule {
  private final Settings settings;
  private final Closing closing;

  ApplicationModule(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  @Provides
  @Singleton
  WorkQueue queue() {
    Settings.Device device = settings.device();
    return closing.later(new WorkQueue(device.concurrency(), device.queue(), device.grace()));
  }

  @Provides
  @Singleton
  TranscribeMedia transcribeMedia(
      ModelRegistry registry, ModelCatalog catalog, MediaDecoder decoder, WorkQueue queue) {
    return new TranscribeMedia(
        new ChooseModel(registry, catalog), registry, decoder, queue, settings.transcription());
  }

  @Provides
  @Singleton
  EnhanceAudio enhanceAudio(
      ModelRegistry registry, ModelCatalog catalog, SoundDecoder decoder, WorkQueue queue) {
    return new EnhanceAudio(
        new ChooseModel(registry, catalog),
        registry,
        decoder,
        queue,
        settings.enhancement(),
        settings.http().uploadFolder());
  }
}
