package ai.stt.app.access;

final class InMemoryCountsTest extends SharedCountsContract {
  @Override
  protected SharedCounts noCounts() {
    return new InMemoryCounts();
  }
}
