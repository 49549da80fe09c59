package ai.stt.app.job;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;

class InMemoryKeptAudioTest extends KeptAudioContract {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }
}
