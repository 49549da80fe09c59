package ai.stt.app.webhook;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;

class InMemoryOutboxTest extends WebhookOutboxContract {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }
}
