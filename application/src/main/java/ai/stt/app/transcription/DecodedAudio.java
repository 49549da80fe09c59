package ai.stt.app.transcription;

import ai.stt.app.speech.SidedSource;
import java.util.OptionalDouble;

/** The audio of a media file while it is being decoded: mono, 16 kHz. */
public interface DecodedAudio extends SidedSource {
  /** The length in seconds that the container claims; empty when it claims none. Not to trust. */
  OptionalDouble claimedDuration();
}
