package ai.stt.inference.media.child;

import ai.stt.inference.media.wire.Frame;
import ai.stt.inference.media.wire.Request;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Serves one request after the other for as long as the host lives. A second thread listens to the
 * host meanwhile: it passes a stop on, and ends this process when the host's end of the pipe
 * closes, which the kernel does even after a kill -9, whatever native code is doing at that moment.
 */
final class ChildLoop {
  private final DataInputStream requests;
  private final DataOutputStream answers;
  private final FileDecoding decoding;
  private final BlockingQueue<Request.Decode> work = new ArrayBlockingQueue<>(1);
  private volatile long stoppedId = -1;

  ChildLoop(InputStream requests, OutputStream answers, FileDecoding decoding) {
    this.requests = new DataInputStream(requests);
    this.answers = new DataOutputStream(new BufferedOutputStream(answers, 1 << 16));
    this.decoding = decoding;
  }

  /** Never returns. */
  void run() throws IOException, InterruptedException {
    Thread.ofPlatform().name("listen").daemon().start(this::listen);
    new Frame.Ready().writeTo(answers);
    answers.flush();
    while (true) {
      serve(work.take());
    }
  }

  private void serve(Request.Decode request) {
    var answer = new Answer(answers, () -> stoppedId >= request.id());
    try {
      answer.end(decoding.decode(Path.of(request.path()), request.format(), answer));
    } catch (Refusal e) {
      answer.refused(e.sentence());
    } catch (IOException | InvalidPathException e) {
      answer.refused("the file cannot be read");
    }
  }

  private void listen() {
    try {
      while (true) {
        switch (Request.readFrom(requests)) {
          case Request.Decode decode -> work.put(decode);
          case Request.Stop stop -> stoppedId = stop.id();
        }
      }
    } catch (IOException | InterruptedException e) {
      Runtime.getRuntime().halt(0); // the host is gone: nobody wants the rest
    }
  }
}
