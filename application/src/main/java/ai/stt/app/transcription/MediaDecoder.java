package ai.stt.app.transcription;

import java.nio.file.Path;

/** Turns media files of any supported format into PCM. Thread-safe. */
public interface MediaDecoder {
  /**
   * Starts to decode the best audio track of a file, recognised by its content.
   *
   * @param file the media; not changed, and must stay until the audio is closed
   * @return the audio; the caller closes it
   * @throws ai.stt.speech.error.SpeechException {@code UNSUPPORTED_MEDIA} with a sentence that says
   *     what is wrong with the file, {@code OVERLOADED} when no decoder is free in time
   * @throws InterruptedException when interrupted while waiting for a decoder
   */
  DecodedAudio open(Path file) throws InterruptedException;

  /**
   * The same, and of what was recorded in stereo also the sides of each chunk.
   *
   * @throws ai.stt.speech.error.SpeechException as {@link #open}
   * @throws InterruptedException when interrupted while waiting for a decoder
   */
  default DecodedAudio openSides(Path file) throws InterruptedException {
    return open(file);
  }
}
