package ai.stt.persistence.job;

import ai.stt.app.job.ParallelClaimsContract;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiParallelClaimsTest extends ParallelClaimsContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
