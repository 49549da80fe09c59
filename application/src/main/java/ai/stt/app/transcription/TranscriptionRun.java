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

  TranscriptionRun(String model, TranscriptionListener listener) {
    this.model = model;
    this.listener = listener;
  }

  /** Called by the worker once it has a place, a file and a model. */
  void started(OptionalDouble claimed) {
    worker = Thread.currentThread();
    claimedDuration = claimed;
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

  @Override
  public void onProgress(double seconds) {
    heardSeconds = seconds;
    listener.onProgress(seconds);
  }

  @Override
  public void onSegment(Segment segment) {
    listener.onSegment(segment);
  }

  /** Canceled by the caller, or by the queue, which interrupts the worker on its way down. */
  @Override
  public boolean isCanceled() {
    Thread at = worker;
    return canceled || (at != null && at.isInterrupted()) || listener.isCanceled();
  }
}
