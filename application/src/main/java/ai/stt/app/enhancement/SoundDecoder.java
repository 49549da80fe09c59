package ai.stt.app.enhancement;

import java.nio.file.Path;

/** Turns media files of any supported format into sound at a wanted rate. Thread-safe. */
public interface SoundDecoder {
  /**
   * Starts to decode the best audio track of a file, recognised by its content.
   *
   * @param file the media; not changed, and must stay until the sound is closed
   * @param sampleRateHz samples per second and channel that are wanted
   * @param maxChannels 1 or 2; what has more is mixed down, what has fewer stays as it is
   * @return the sound; the caller closes it
   * @throws ai.stt.speech.error.SpeechException {@code UNSUPPORTED_MEDIA} with a sentence that says
   *     what is wrong with the file, {@code OVERLOADED} when no decoder is free in time
   * @throws InterruptedException when interrupted while waiting for a decoder
   */
  DecodedSound openSound(Path file, int sampleRateHz, int maxChannels) throws InterruptedException;
}
