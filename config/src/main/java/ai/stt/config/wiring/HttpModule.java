package ai.stt.config.wiring;

import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.config.settings.Settings;
import ai.stt.http.HttpApi;
import ai.stt.outbound.GuardedHttp;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.time.Clock;

/** The API over HTTP. */
final class HttpModule extends AbstractModule {
  private final Settings settings;
  private final Closing closing;

  HttpModule(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  @Provides
  @Singleton
  OutboundHttp outbound() {
    return closing.later(new GuardedHttp(settings.outbound()));
  }

  @Provides
  @Singleton
  HttpApi api(
      TranscribeMedia transcribe,
      EnhanceAudio enhance,
      ModelRegistry registry,
      OutboundHttp outbound) {
    Settings.Access access = settings.access();
    return new HttpApi(
        transcribe,
        settings.transcription(),
        enhance,
        registry,
        new ApiKeys(access.keyList()),
        new AnonymousLimits(access.anonymous(), Clock.systemUTC()),
        new TrustedProxies(access.trustedProxies()),
        outbound,
        settings.http());
  }
}
