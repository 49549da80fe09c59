package ai.stt.persistence.webhook;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.webhook.WebhookOutboxContract;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiOutboxTest extends WebhookOutboxContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
