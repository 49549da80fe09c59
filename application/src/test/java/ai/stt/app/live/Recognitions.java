package ai.stt.app.live;

import ai.stt.app.testing.SpokenNumbers;
import ai.stt.plugin.transcription.Transcriber;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Recognitions of spoken numbers, alone on their machine. */
final class Recognitions {
  private Recognitions() {}

  static LiveRecognition of(
      LiveListener log,
      Transcriber spoken,
      Duration endpointing,
      Duration interval,
      @Nullable LiveSpeakers speakers,
      LongSupplier nanos) {
    var capacity = new LiveCapacity(LiveSettings.DEFAULT, nanos);
    var looking = new Looking(spoken, capacity.enter("fake"), _ -> {}, interval, "en", () -> false);
    return new LiveRecognition(
        looking, SpokenNumbers.voice(), new LiveText(log, true, null), speakers, endpointing);
  }
}
