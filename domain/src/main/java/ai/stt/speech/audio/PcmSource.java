package ai.stt.speech.audio;

import org.jspecify.annotations.Nullable;

/**
 * Audio that is pulled chunk by chunk, in order and without gaps, so that a recording of any length
 * passes through bounded memory. One thread at a time; whoever opened it closes it.
 */
public interface PcmSource extends AutoCloseable {
  /**
   * Waits for the next chunk.
   *
   * @return the chunk that starts where the last one ended, or null at the end of the recording
   * @throws ai.stt.speech.error.SpeechException when the recording turns out not to be playable
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  @Nullable PcmChunk read() throws InterruptedException;

  /** Stops the source and frees what it holds. Idempotent; also callable from another thread. */
  @Override
  void close();
}
