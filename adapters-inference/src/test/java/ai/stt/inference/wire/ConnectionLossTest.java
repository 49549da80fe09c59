package ai.stt.inference.wire;

import static ai.stt.inference.wire.RemoteModel.OPTIONS;
import static ai.stt.inference.wire.RemoteModel.ask;
import static ai.stt.inference.wire.RemoteModel.said;
import static ai.stt.inference.wire.RemoteModel.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that do not come to their end, and peers that go or talk nonsense. */
@Timeout(30)
class ConnectionLossTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void anInterruptReachesTheThreadThatWorksAndTheListener() throws Exception {
    var begun = new CountDownLatch(1);
    var canceled = new CompletableFuture<Boolean>();
    try (Pair pair =
        RemoteModel.of(
            folder,
            (audio, listener) -> {
              begun.countDown();
              try {
                Thread.sleep(Duration.ofMinutes(1));
              } catch (InterruptedException e) {
                canceled.complete(listener.isCanceled());
                throw e;
              }
              return said("no");
            })) {
      var outcome = new CompletableFuture<Throwable>();
      var asking = new TranscriptionListener() {};
      Thread caller =
          Thread.startVirtualThread(
              () ->
                  outcome.complete(
                      catchThrowable(
                          () ->
                              pair.root(Transcriber.class).transcribe(sound(2), OPTIONS, asking))));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      caller.interrupt();
      assertThat(outcome.get(1, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      assertThat(canceled.get(1, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aYesOfTheListenerIsHeardWhereverTheQuestionIsAsked() throws InterruptedException {
    try (Pair pair =
        RemoteModel.of(
            folder,
            (audio, listener) -> {
              var answer = new CompletableFuture<Boolean>();
              Thread.startVirtualThread(() -> answer.complete(listener.isCanceled()));
              return said(answer.join() + " " + listener.isCanceled());
            })) {
      var listener =
          new TranscriptionListener() {
            @Override
            public boolean isCanceled() {
              return true;
            }
          };
      assertThat(pair.root(Transcriber.class).transcribe(sound(2), OPTIONS, listener).text())
          .isEqualTo("true true");
    }
  }

  @Test
  void aPeerThatGoesTellsWhetherTheCallerHasHeardOfTheCall() {
    for (boolean hears : new boolean[] {false, true}) {
      var begun = new CountDownLatch(1);
      try (Pair pair =
          RemoteModel.of(
              folder,
              (audio, listener) -> {
                if (hears) {
                  var _ = audio.read();
                }
                begun.countDown();
                Thread.sleep(Duration.ofMinutes(1));
                return said("no");
              })) {
        Thread.startVirtualThread(
            () -> {
              try {
                begun.await();
                pair.there().close();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
        var model = pair.root(Transcriber.class);
        assertThat(catchThrowable(() -> ask(model)))
            .isInstanceOfSatisfying(
                PeerGoneException.class, e -> assertThat(e.heard()).isEqualTo(hears));
        assertThat(catchThrowable(() -> ask(model)))
            .isInstanceOfSatisfying(PeerGoneException.class, e -> assertThat(e.heard()).isFalse());
      }
      assertThat(folder.resolve("sounds").toFile().delete()).isTrue();
      assertThat(folder.resolve("socket").toFile().delete()).isTrue();
    }
  }

  @Test
  void aPeerThatGoesWhileAListenerWorksInterruptsNobody() {
    try (Pair pair =
        RemoteModel.of(
            folder,
            (audio, listener) -> {
              listener.onProgress(1);
              return said("no");
            })) {
      var model = pair.root(Transcriber.class);
      var listener =
          new TranscriptionListener() {
            @Override
            public void onProgress(double heardSeconds) {
              pair.here().close(); // as the thread does that finds the peer gone
            }
          };
      assertThat(catchThrowable(() -> model.transcribe(sound(2), OPTIONS, listener)))
          .isInstanceOf(PeerGoneException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void aPeerThatGoesBeforeAListenerIsAtWorkInterruptsNobody() throws Exception {
    try (Pair pair = RemoteModel.of(folder, (audio, listener) -> said("no"))) {
      Connection here = pair.here();
      var outer = new OutgoingCall(here, 1, Transcriber.class.getMethod("close"), null);
      var asked = new WireOut(null, WireOut.Lender.NOTHING).int64(0).text("onProgress/1");
      var in = new WireIn(ByteBuffer.wrap(asked.content()), null);
      var listening = new IncomingCall(here, 2, in, outer);
      listening.peerGone();
      listening.run();
      assertThat(listening.isCanceled()).isTrue();
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void anErrorWhileTheResultIsWrittenIsTold() throws Exception {
    List<String> broken =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            throw new OutOfMemoryError("no room for it");
          }

          @Override
          public int size() {
            return 1;
          }
        };
    try (Pair pair = Pair.of(folder, Lister.class, () -> broken)) {
      var told = new CompletableFuture<Throwable>();
      Thread.startVirtualThread(() -> told.complete(catchThrowable(pair.root(Lister.class)::list)));
      assertThat(told.get(10, TimeUnit.SECONDS))
          .isInstanceOf(OutOfMemoryError.class)
          .hasMessage("no room for it");
    }
  }

  /** What a result is asked of. */
  interface Lister {
    List<String> list();
  }

  @Test
  void nonsenseEndsTheConnectionAndNothingElse() throws Exception {
    int[][] frames = {
      {-1}, {Integer.MAX_VALUE}, {0}, {9, 0x63_00_00_00, 0, 0}, {9, 0x02_00_00_00, 7, 0}
    };
    for (int[] frame : frames) {
      var sockets = Pair.sockets(folder);
      var connection =
          new Connection(sockets[0], null, Thread::startVirtualThread)
              .begin(Pair.Nothing.class, new Pair.Nothing() {});
      ByteBuffer bytes = ByteBuffer.allocate(frame.length * Integer.BYTES);
      for (int each : frame) {
        bytes.putInt(each);
      }
      sockets[1].write(bytes.flip());
      connection.gone().get(10, TimeUnit.SECONDS);
      sockets[1].close();
      assertThat(folder.resolve("socket").toFile().delete()).isTrue();
    }
  }
}
