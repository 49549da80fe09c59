package ai.stt.config.wiring;

import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.config.settings.Settings;
import ai.stt.http.HttpApi;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.Clock;

/** The API over HTTP. */
final class HttpModule extends AbstractModule {
  private final Settings settings;

  HttpModule(Settings settings) {
    this.settings = settings;
  }

  @Provides
  @Singleton
  HttpApi api(TranscribeMedia transcribe, EnhanceAudio enhance, ModelRegistry registry) {
    Settings.Access access = settings.access();
    return new HttpApi(
        transcribe,
        settings.transcription(),
        enhance,
        registry,
        new ApiKeys(access.keyList()),
        new AnonymousLimits(access.anonymous(), Clock.systemUTC()),
        new TrustedProxies(access.trustedProxies()),
        settings.http());
  }
}
