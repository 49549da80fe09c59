package ai.stt.app.enhancement;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The sound of a media file while it is being decoded. One thread at a time. */
public interface DecodedSound extends AutoCloseable {
  /** Channels: 1 or 2. */
  int channels();

  /** The length in seconds that the container claims; empty when it claims none. Not to trust. */
  OptionalDouble claimedDuration();

  /**
   * Waits for the next samples.
   *
   * @return whole frames, the channels in turn, every value finite and in [-1, 1]; null at the end
   * @throws ai.stt.speech.error.SpeechException when the sound turns out not to be playable
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  float @Nullable [] read() throws InterruptedException;

  /** Stops the decoding and frees what it holds. Idempotent; also callable from another thread. */
  @Override
  void close();
}
