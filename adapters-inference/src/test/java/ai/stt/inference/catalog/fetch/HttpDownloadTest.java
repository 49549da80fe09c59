package ai.stt.inference.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.catalog.FetchListener;
import ai.stt.inference.catalog.testing.FileServer.Fault;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class HttpDownloadTest extends DownloadFixture {
  private static final int SIZE = 300_000;

  private final HttpDownload download =
      new HttpDownload(
          Duration.ofSeconds(1), Duration.ofMillis(700), Long.MAX_VALUE, 1, Duration.ZERO);

  HttpDownloadTest(@TempDir Path folder) throws IOException {
    super(SIZE, folder);
  }

  @Test
  void aFileComesWholeAndItsProgressIsTold() throws Exception {
    var last = new AtomicLong();
    download.fetch(server.uri(), part, SIZE, (stage, done, total) -> last.set(done));
    assertThat(part).hasBinaryContent(content);
    assertThat(last).hasValue(SIZE);
  }

  @Test
  void aRedirectIsFollowedAndKeepsTheRange() throws Exception {
    Files.write(part, Arrays.copyOf(content, 1000));
    download.fetch(server.movedUri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges()).containsExactly("bytes=1000-");
  }

  @Test
  void aConnectionClosedMidWayIsTakenUpWhereItBroke() throws Exception {
    server.then(new Fault.Cut(100_000), new Fault.Cut(50_000));
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges()).hasSize(3).startsWith("");
    assertThat(server.ranges().get(2)).isEqualTo("bytes=150000-");
  }

  @Test
  void aStalledConnectionIsTakenUpAgain() throws Exception {
    server.then(new Fault.Stall(100_000));
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges()).containsExactly("", "bytes=100000-");
  }

  @Test
  void aServerThatOnlyStallsIsGivenUp() {
    server.then(new Fault.Stall(0), new Fault.Stall(0), new Fault.Stall(0));
    assertFails("stopped sending");
    assertThat(server.ranges()).hasSize(3);
  }

  @Test
  void aServerWithoutRangesStartsOver() throws Exception {
    server.then(new Fault.Cut(100_000), new Fault.NoRanges());
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void aFileThatChangedMeanwhileIsNotMixedWithTheOld() throws Exception {
    server.then(new Fault.Cut(100_000), new Fault.Status(404));
    assertFails("error 404");
    byte[] other = bytes(SIZE, 2);
    server.replace(other, "\"two\"");
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(other);
  }

  @Test
  void aFileOfAnotherLengthIsRefusedBeforeItIsLoaded() {
    server.replace(new byte[SIZE + 1], "\"long\"");
    assertFails("has a file of 300001 bytes there, not of 300000");
    assertThat(part).doesNotExist();
  }

  @Test
  void moreBytesThanTheFileHasAreRefused() {
    server.then(new Fault.Endless());
    assertFails("sent more than");
  }

  @Test
  void aRangeThatWasNotAskedForIsRefused() throws Exception {
    Files.write(part, new byte[10]);
    server.then(new Fault.OtherRange());
    assertFails("another part of the file");
  }

  @Test
  void aMissingFileIsToldAtOnce() {
    server.then(new Fault.Status(404));
    assertFails("localhost answers with the error 404");
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    server.then(new Fault.Status(503), new Fault.Status(429));
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void aPartLongerThanTheFileIsStartedOver() throws Exception {
    Files.write(part, new byte[SIZE + 5]);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void aRangeTheServerDoesNotKnowIsStartedOver() throws Exception {
    Files.write(part, new byte[100]);
    server.then(new Fault.Status(416));
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
  }

  @Test
  void whereNobodyListensIsGivenUpWithinSeconds() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var nobody = URI.create("http://localhost:" + port + "/file");
    assertThatThrownBy(() -> download.fetch(nobody, part, SIZE, FetchListener.none()))
        .hasMessage("localhost cannot be reached.");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpWithinSeconds() {
    server.then(new Fault.Silence());
    assertFails("does not answer");
  }

  @Test
  void aCanceledDownloadLeavesAPartToGoOnFrom() throws Exception {
    server.slow(200_000);
    var seen = new AtomicLong();
    var impatient =
        new FetchListener() {
          @Override
          public void progress(Stage stage, long done, long total) {
            seen.set(done);
          }

          @Override
          public boolean canceled() {
            return seen.get() > 20_000;
          }
        };
    assertThatThrownBy(() -> download.fetch(server.uri(), part, SIZE, impatient))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELED));
    long kept = Files.size(part);
    assertThat(kept).isBetween(20_001L, SIZE - 1L);
    server.slow(Integer.MAX_VALUE);
    download.fetch(server.uri(), part, SIZE, FetchListener.none());
    assertThat(part).hasBinaryContent(content);
    assertThat(server.ranges().getLast()).isEqualTo("bytes=" + kept + "-");
  }

  private void assertFails(String reason) {
    assertThatThrownBy(() -> download.fetch(server.uri(), part, SIZE, FetchListener.none()))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEPENDENCY_FAILED))
        .hasMessageContaining(reason);
  }
}
