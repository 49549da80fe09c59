package ai.stt.config.wiring;

import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.webhook.DeliverWebhooks;
import ai.stt.app.webhook.ReadDeliveries;
import ai.stt.app.webhook.ShareWebhookSecret;
import ai.stt.config.settings.Settings;
import ai.stt.http.access.Callers;
import ai.stt.http.webhook.WebhooksResource;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.time.Duration;
import java.time.InstantSource;

/** Webhooks: those that are sent, and what accounts see of them. */
final class WebhookModule extends AbstractModule {
  private static final InstantSource CLOCK = InstantSource.system();

  /** What a server that was killed was sending is sent again after this beyond the longest post. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Settings settings;
  private final Closing closing;

  WebhookModule(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
  }

  @Provides
  @Singleton
  ShareWebhookSecret secrets(UnitOfWork work) {
    return new ShareWebhookSecret(work, CLOCK);
  }

  /** The courier of this server, at rest until it is started. */
  @Provides
  @Singleton
  DeliverWebhooks courier(UnitOfWork work, ShareWebhookSecret secrets, OutboundHttp outbound) {
    Duration lease = settings.outbound().postTimeout().plus(MARGIN);
    return closing.later(new DeliverWebhooks(work, secrets, outbound, lease, CLOCK));
  }

  @ProvidesIntoSet
  @Resource
  Object webhooks(Callers callers, ShareWebhookSecret secrets, UnitOfWork work) {
    return new WebhooksResource(callers, secrets, new ReadDeliveries(work));
  }
}
