package ai.stt.app.job;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.InMemoryPlatform;

final class InMemoryParallelClaimsTest extends ParallelClaimsContract {
  @Override
  protected UnitOfWork emptyStores() {
    return new InMemoryPlatform();
  }
}
