package ai.stt.inference.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.testing.FileServer.Fault;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of thirteen blocks, the last one short, four at once. */
@Timeout(30)
final class ParallelDownloadTest extends DownloadFixture {
  private static final int BLOCK = 25_000;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int SIZE = 12 * BLOCK + 1;

  private final HttpDownload download =
      new HttpDownload(Duration.ofSeconds(1), Duration.ofMillis(700), SIZE, BLOCK, PAUSE);

  ParallelDownloadTest(@TempDir Path folder) throws IOException {
    super(SIZE, folder);
  }

  @Test
  void aLargeFileComesInBlocksAndItsProgressIsTold() throws Exception {
    var last = new AtomicLong();
    download.fetch(server.uri(), part, SIZE, (stage, done, total) -> last.set(done));
    assertThat(part).hasBinaryContent(content);
    assertThat(last).hasValue(SIZE);
    assertThat(server.ranges())
        .hasSize(14)
        .contains("bytes=0-0", "bytes=0-24999", "bytes=300000-300000");
    assertThat(BlockMap.beside(part)).doesNotExist();
  }

  @Test
  void severalBlocksAreUnderWayAtOnce() throws Exception {
    server.slow(4 * BLOCK);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.mostTogetherSoFar()).isGreaterThan(1);
  }

  @Test
  void blocksThatBreakOrStallAreAskedForAgain() throws Exception {
    server.then(
        new Fault.Cut(1), new Fault.Cut(10_000), new Fault.Stall(10_000), new Fault.Status(503));
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges()).hasSize(17);
  }

  @Test
  void aDownloadThatWasCalledOffGoesOnWithTheBlocksThatAreMissing() throws Exception {
    server.slow(4 * BLOCK);
    assertThatThrownBy(() -> download.fetch(server.uri(), part, SIZE, callingOffAfter(6 * BLOCK)))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    long held = download.heldBytes(part);
    assertThat(held).isBetween((long) BLOCK, SIZE - 1L);
    int before = server.ranges().size();

    server.slow(Integer.MAX_VALUE);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges().size() - before).isEqualTo(13 - (int) (held / BLOCK));
  }

  @Test
  void aFileThatChangedMeanwhileIsNotMixedWithTheOld() throws Exception {
    server.slow(4 * BLOCK);
    assertThatThrownBy(() -> download.fetch(server.uri(), part, SIZE, callingOffAfter(6 * BLOCK)))
        .isInstanceOf(SpeechException.class);
    byte[] other = bytes(SIZE, 2);
    server.replace(other, "\"two\"");
    server.slow(Integer.MAX_VALUE);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(other);
  }

  @Test
  void aServerWithoutRangesSendsTheWholeOverOneConnection() throws Exception {
    server.then(new Fault.NoRanges());
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges()).containsExactly("bytes=0-0", "");
  }

  @Test
  void aServerThatIsSilentOrHasAnotherFileIsGivenUp() {
    server.then(new Fault.Silence());
    assertFails("does not answer");
    server.replace(new byte[SIZE + 1], "\"long\"");
    assertFails("has a file of 300002 bytes there, not of 300001");
    server.then(new Fault.Status(404));
    assertFails("answers with the error 404");
  }

  @Test
  void aFirstQuestionThatFailsIsAskedAgain() throws Exception {
    server.then(new Fault.Status(503), new Fault.Drop());
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges()).startsWith("bytes=0-0", "bytes=0-0", "bytes=0-0").hasSize(16);
  }

  @Test
  void aServerThatFailsAtTheFirstQuestionAgainAndAgainIsGivenUp() {
    server.then(new Fault.Status(503), new Fault.Status(429), new Fault.Status(503));
    assertFails("answers with the error 503");
    assertThat(part).doesNotExist(); // so that the next source is asked for blocks, too
    Fault[] drops = new Fault[20]; // the client itself may ask again
    java.util.Arrays.fill(drops, new Fault.Drop());
    server.then(drops);
    assertFails("broke the connection");
  }

  @Test
  void aServerThatServesOneConnectionAtATimeGivesTheWholeFile() throws Exception {
    server.atMost(1).slow(20 * BLOCK);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void anOutageOfAllConnectionsIsWaitedFor() throws Exception {
    Fault[] outage = new Fault[8]; // the first question, then more than the four connections
    java.util.Arrays.fill(outage, new Fault.Status(503));
    outage[0] = new Fault.Cut(1);
    server.then(outage);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void aServerThatOnlyBreaksIsGivenUpAndWhatCameStays() throws Exception {
    Fault[] breaks = new Fault[60];
    java.util.Arrays.fill(breaks, new Fault.Cut(5_000));
    breaks[0] = new Fault.Cut(1); // the question for the first byte
    server.then(breaks);
    assertFails("broke the connection");
    assertThat(BlockMap.beside(part)).exists();
  }

  private void assertFails(String words) {
    assertThatThrownBy(() -> download.fetch(server.uri(), part, SIZE, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
        .hasMessageContaining(words);
  }

  private static FetchListener callingOffAfter(long bytes) {
    var enough = new java.util.concurrent.atomic.AtomicBoolean();
    return new FetchListener() {
      @Override
      public void progress(Stage stage, long done, long total) {
        enough.compareAndSet(false, done >= bytes);
      }

      @Override
      public boolean canceled() {
        return enough.get();
      }
    };
  }
}
