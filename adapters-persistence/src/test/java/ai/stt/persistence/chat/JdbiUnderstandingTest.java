package ai.stt.persistence.chat;

import ai.stt.app.chat.UnderstandingContract;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiUnderstandingTest extends UnderstandingContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
