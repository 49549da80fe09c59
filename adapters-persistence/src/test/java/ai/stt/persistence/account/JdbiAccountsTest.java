package ai.stt.persistence.account;

import ai.stt.app.account.AccountsContract;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiAccountsTest extends AccountsContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
