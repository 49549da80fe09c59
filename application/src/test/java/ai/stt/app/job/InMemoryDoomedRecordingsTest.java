package ai.stt.app.job;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;

final class InMemoryDoomedRecordingsTest extends DoomedRecordingsContract {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }
}
