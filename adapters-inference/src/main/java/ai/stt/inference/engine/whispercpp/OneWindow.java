package ai.stt.inference.engine.whispercpp;

import ai.stt.plugin.engine.WhisperSegment;
import ai.stt.speech.audio.PcmChunk;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call of {@code whisper_full} that hears one window. The library would go on behind the last
 * phrase with what is left of its input; here it is stopped at that place, so that the rest is
 * heard together with the audio that follows it. Used by the thread that is in the call.
 */
final class OneWindow implements Callbacks.Run {
  private static final long PERCENT = 100;

  private final AtomicBoolean abort;
  private boolean begun;
  private int percent;

  OneWindow(AtomicBoolean abort) {
    this.abort = abort;
  }

  @Override
  public boolean aborted() {
    return abort.get();
  }

  @Override
  public boolean goesOn() {
    boolean first = !begun;
    begun = true;
    return first && !aborted();
  }

  @Override
  public void onProgress(int newPercent) {
    percent = newPercent;
  }

  /**
   * Where the model stopped to hear. The library tells it in whole percents; it is the end of the
   * last segment, unless there is nothing behind that or there are no segments: then the end.
   */
  long heardMs(int samples, List<WhisperSegment> segments) {
    long lengthMs = Math.ceilDiv(samples * 1000L, PcmChunk.SAMPLE_RATE_HZ);
    if (segments.isEmpty() || percent == 0 || percent >= PERCENT) {
      return lengthMs;
    }
    long low = lengthMs * percent / PERCENT;
    long high = lengthMs * (percent + 1) / PERCENT;
    return Math.clamp(segments.getLast().endMs(), low, high);
  }
}
