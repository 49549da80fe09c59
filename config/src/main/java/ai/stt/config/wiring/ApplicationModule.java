package ai.stt.config.wiring;

import ai.stt.app.catalog.ModelCatalog;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.enhancement.SoundDecoder;
import ai.stt.app.live.LiveWatcher;
import ai.stt.app.live.StreamSpeech;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.transcription.MediaDecoder;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.config.settings.Settings;
import ai.stt.config.tracing.WorkSpans;
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
  WorkQueue queue(WorkSpans spans) {
    Settings.Device device = settings.device();
    return closing.later(
        new WorkQueue(device.concurrency(), device.queue(), device.grace(), spans::carried));
  }

  @Provides
  @Singleton
  ChooseModel chooseModel(ModelRegistry registry, ModelCatalog catalog) {
    return new ChooseModel(registry, catalog);
  }

  @Provides
  @Singleton
  TranscribeMedia transcribeMedia(
      ChooseModel choose, ModelRegistry registry, MediaDecoder decoder, WorkQueue queue) {
    return new TranscribeMedia(choose, registry, decoder, queue, settings.transcription());
  }

  @Provides
  @Singleton
  StreamSpeech streamSpeech(ChooseModel choose, ModelRegistry registry, LiveWatcher watcher) {
    return new StreamSpeech(
        choose, registry, settings.transcription(), settings.live().policy(), watcher);
  }

  @Provides
  @Singleton
  EnhanceAudio enhanceAudio(
      ChooseModel choose, ModelRegistry registry, SoundDecoder decoder, WorkQueue queue) {
    return new EnhanceAudio(
        choose, registry, decoder, queue, settings.enhancement(), settings.http().uploadFolder());
  }
}
