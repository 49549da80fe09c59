package ai.stt.persistence.cloud;

import ai.stt.app.cloud.InstancesContract;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiInstancesTest extends InstancesContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
