package ai.stt.config.wiring;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.account.Plans;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.usage.CountRequests;
import ai.stt.config.settings.Settings;
import ai.stt.http.HttpApi;
import ai.stt.http.access.Doorkeeper;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.util.Set;

/** The API over HTTP. */
final class HttpModule extends AbstractModule {
  private final Settings settings;

  HttpModule(Settings settings) {
    this.settings = settings;
  }

  @Provides
  @Singleton
  Doorkeeper doorkeeper(
      RecogniseCaller callers,
      Plans plans,
      AccountLimits accounts,
      AnonymousLimits anonymous,
      CountRequests requests) {
    return new Doorkeeper(
        callers,
        plans,
        accounts,
        anonymous,
        requests,
        new TrustedProxies(settings.access().trustedProxies()));
  }

  @Provides
  @Singleton
  HttpApi api(
      TranscribeMedia transcribe,
      ModelRegistry registry,
      Doorkeeper doorkeeper,
      @Resource Set<Object> resources) {
    return new HttpApi(
        transcribe, settings.transcription(), registry, doorkeeper, resources, settings.http());
  }
}
