package ai.stt.persistence.access;

import ai.stt.app.access.SharedCounts;
import ai.stt.app.access.SharedCountsContract;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiSharedCountsTest extends SharedCountsContract {
  @Override
  protected SharedCounts noCounts() {
    return new JdbiSharedCounts(EmptyTables.database());
  }
}
