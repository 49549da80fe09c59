package ai.stt.persistence.key;

import ai.stt.app.key.KeysContract;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiKeysTest extends KeysContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
