package ai.stt.app.transcription;

import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.transcript.Segment;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The state of one transcription that its worker and those who wait for it share. Thread-safe. */
final class TranscriptionRun implements TranscriptionListener {
  private final String model;
  private final TranscriptionListener listener;
  private volatile boolean canceled;
  private volatile @Nullable Thread worker;
  private volatile OptionalDouble claimedDuration = OptionalDouble.empty();
  private volatile double heardSeconds;
  private int segments;
  private int segmentsTold;

  TranscriptionRun(String model, TranscriptionListener listener) {
    this.model = model;
    this.listener = listener;
  }

  /** Called by the worker once it has a place and a file; again when it begins anew. */
  void started(OptionalDouble claimed) {
    worker = Thread.currentThread();
    claimedDuration = claimed;
    segments = 0;
  }

  void cancel() {
    canceled = true;
  }

  String model() {
    return model;
  }

  double heardSeconds() {
    return heardSeconds;
  }

  OptionalDouble claimedDuration() {
    return claimedDuration;
  }

  /** Stands still until work that began anew is where it was. */
  @Override
  public void onProgress(double seconds) {
    heardSeconds = Math.max(heardSeconds, seconds);
    listener.onProgress(heardSeconds);
  }

  /** Of work that began anew, those that were told are not told twice. */
  @Override
  public void onSegment(Segment segment) {
    segments++;
    if (segments > segmentsTold) {
      segmentsTold = segments;
      listener.onSegment(segment);
    }
  }

  /** Canceled by the caller, or by the queue, which interrupts the worker on its way down. */
  @Override
  public boolean isCanceled() {
    Thread at = worker;
    return canceled || (at != null && at.isInterrupted()) || listener.isCanceled();
  }
}
