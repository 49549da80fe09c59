package ai.stt.persistence.usage;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.usage.UsageContract;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiUsageTest extends UsageContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
