package ai.stt.config.wiring;

import ai.stt.app.access.AccountLimits;
import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.TrustedProxies;
import ai.stt.app.account.Plans;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.RecogniseCaller;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.enhancement.ChargeEnhancement;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.live.ChargeStream;
import ai.stt.app.live.KeepStream;
import ai.stt.app.live.LiveWatcher;
import ai.stt.app.live.StreamSpeech;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.storage.WatchStores;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.usage.CountRequests;
import ai.stt.config.settings.Settings;
import ai.stt.http.HttpApi;
import ai.stt.http.KeptTranscripts;
import ai.stt.http.access.Callers;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.health.HealthResource;
import ai.stt.http.live.LiveStreams;
import ai.stt.outbound.GuardedHttp;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.time.InstantSource;
import java.util.Set;

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
  Callers callers(RecogniseCaller recognise, AccountLimits limits, CountRequests requests) {
    return new Callers(
        recognise, limits, requests, new TrustedProxies(settings.access().trustedProxies()));
  }

  @Provides
  @Singleton
  Doorkeeper doorkeeper(
      Callers callers,
      Plans plans,
      AccountLimits accounts,
      AnonymousLimits anonymous,
      ReadAccount read) {
    return new Doorkeeper(callers, plans, accounts, anonymous, read::exists);
  }

  @ProvidesIntoSet
  @Resource
  Object health(ModelRegistry registry, WatchStores stores, DeviceHealth devices) {
    return new HealthResource(registry, settings.http().version(), stores, devices);
  }

  @Provides
  @Singleton
  LiveStreams.Parts streams(
      StreamSpeech speech,
      UnitOfWork work,
      SpendCredits spend,
      ReadCredits credits,
      LiveWatcher watcher) {
    return new LiveStreams.Parts(
        speech,
        new ChargeStream(work, spend, credits),
        new KeepStream(work, InstantSource.system()),
        settings.live().limits(),
        watcher);
  }

  @Provides
  @Singleton
  ChargeEnhancement chargeEnhancement(UnitOfWork work, SpendCredits spend, ReadCredits credits) {
    return new ChargeEnhancement(work, spend, credits, InstantSource.system());
  }

  @Provides
  @Singleton
  HttpApi api(
      TranscribeMedia transcribe,
      EnhanceAudio enhance,
      ChargeEnhancement charge,
      ModelRegistry registry,
      Doorkeeper doorkeeper,
      Callers callers,
      OutboundHttp outbound,
      KeptTranscripts kept,
      LiveStreams.Parts streams,
      @Resource Set<Object> resources) {
    return new HttpApi(
        transcribe,
        settings.transcription(),
        enhance,
        charge,
        registry,
        doorkeeper,
        callers,
        outbound,
        kept,
        streams,
        resources,
        settings.http());
  }
}
