package ai.stt.app.cloud;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;

class InMemoryInstancesTest extends InstancesContract {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }
}
