package ai.stt.persistence.transcript;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcripts.TranscriptsContract;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.testing.EmptyTables;

final class JdbiTranscriptsTest extends TranscriptsContract {
  @Override
  protected UnitOfWork emptyStores() {
    return PlatformStores.on(EmptyTables.database());
  }
}
