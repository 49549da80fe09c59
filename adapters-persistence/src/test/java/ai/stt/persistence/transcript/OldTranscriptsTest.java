package ai.stt.persistence.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.PageRequest;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptFilter;
import ai.stt.persistence.PlatformStores;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.testing.EmptyTables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a change log does to transcripts that were there before it. */
final class OldTranscriptsTest {
  private static final String CHANGE = "--changeset stt:transcripts-searched-without-spaces";

  @Test
  void transcriptsFromBeforeAreFoundByWordsWithoutSpaces() {
    Database database = EmptyTables.database();
    var platform =
        new Platform(PlatformStores.on(database), new MovableClock("2026-03-14T09:26:53Z"));
    long ada = platform.account("ada@example.org", Platform.SMALL).id();
    platform.order(ada);
    platform.order(ada);
    database.useTransaction(
        h ->
            h.execute(
                """
                update transcript set title = '你好世界', search = to_tsvector('simple', '你好世界')
                where id = (select min(id) from transcript)
                """));
    var read = new ReadTranscripts(platform.work);
    var wanted = new TranscriptFilter(null, null, null, null, "世界");
    assertThat(read.list(ada, wanted, PageRequest.FIRST).count()).isZero();

    database.useTransaction(h -> assertThat(h.execute(change())).isEqualTo(1));

    assertThat(read.list(ada, wanted, PageRequest.FIRST).count()).isEqualTo(1);
  }

  private static String change() {
    try (InputStream log =
        Database.class.getResourceAsStream(
            "/ai/stt/persistence/changelog/0100-search-without-spaces.sql")) {
      String all = new String(Objects.requireNonNull(log).readAllBytes(), StandardCharsets.UTF_8);
      String change = all.substring(all.indexOf(CHANGE));
      return change.substring(change.indexOf('\n') + 1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
