package ai.stt.config.wiring;

import ai.stt.app.cloud.RegisterInstance;
import ai.stt.app.cloud.ReportInstance;
import ai.stt.app.cloud.WatchInstances;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.outbound.OutboundSettings;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.config.settings.Settings;
import ai.stt.http.access.Callers;
import ai.stt.http.cloud.CloudResource;
import ai.stt.outbound.GuardedHttp;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.time.InstantSource;
import java.util.List;

/** Servers that are registered here, and this server's reports to another one. */
final class CloudModule extends AbstractModule {
  private static final InstantSource CLOCK = InstantSource.system();

  private final Settings settings;
  private final Closing closing;

  CloudModule(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  @ProvidesIntoSet
  @Resource
  Object cloud(Callers callers, UnitOfWork work) {
    return new CloudResource(
        callers, new RegisterInstance(work, CLOCK), new WatchInstances(work, CLOCK));
  }

  /** Asked for only when this server reports. */
  @Provides
  @Singleton
  ReportInstance report(ModelRegistry registry) {
    OutboundSettings usual = settings.outbound();
    var anywhere = // the operator names the address, which may be in the own network
        new OutboundSettings(
            List.of("0.0.0.0/0", "::/0"),
            usual.connectTimeout(),
            usual.silence(),
            usual.downloadTimeout(),
            usual.postTimeout(),
            0);
    return closing.later(
        new ReportInstance(
            closing.later(new GuardedHttp(anywhere)),
            settings.cloud().address(),
            settings.cloud().token().strip(),
            registry,
            settings.http().version()));
  }
}
