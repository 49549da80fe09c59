package ai.stt.app.chat;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;

final class InMemoryUnderstandingTest extends UnderstandingContract {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }
}
