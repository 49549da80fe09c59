package ai.stt.app.live;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that goes on. One thread feeds; commands and {@link #close} may come from any. What was
 * heard is told to the listener by a thread of the session.
 */
public final class LiveSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
  private static final int MOST_WAITING = 3 * PcmChunk.SAMPLE_RATE_HZ;

  private final String model;
  private final LiveListener listener;
  private final long mostSamples;
  private final Pace pace;
  private final LiveInbox inbox = new LiveInbox(MOST_WAITING);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong fedSamples = new AtomicLong();

  LiveSession(String model, LiveListener listener, Duration maxDuration, Pace pace) {
    this.model = model;
    this.listener = listener;
    this.mostSamples = maxDuration.toSeconds() * PcmChunk.SAMPLE_RATE_HZ;
    this.pace = pace;
  }

  /** Id of the model that listens, which is not the wanted one after a fallback. */
  public String model() {
    return model;
  }

  /** How much audio was taken. */
  public Duration fed() {
    return Duration.ofMillis(fedSamples() * 1000 / PcmChunk.SAMPLE_RATE_HZ);
  }

  /** The same, in samples. */
  public long fedSamples() {
    return fedSamples.get();
  }

  /**
   * Hands over the next audio, and waits while the session is behind or the sender ahead. What
   * comes after the end is dropped.
   *
   * @param samples mono, 16 kHz; not changed any more
   * @throws SpeechException {@code TOO_LARGE} when the stream is as long as streams may be
   */
  public void feed(float[] samples) throws InterruptedException {
    if (samples.length == 0 || !inbox.put(samples)) {
      return;
    }
    if (fedSamples.addAndGet(samples.length) > mostSamples) {
      throw new SpeechException(
          ErrorCode.TOO_LARGE,
          "a stream lasts %d minutes at most; start another one"
              .formatted(mostSamples / PcmChunk.SAMPLE_RATE_HZ / 60));
    }
    long wait = pace.add(samples.length);
    if (wait > 0) {
      var _ = ended.await(wait, TimeUnit.NANOSECONDS);
    }
  }

  /** Makes what was said so far final, without an end. */
  public void flush() {
    inbox.put(new LiveInbox.Flush());
  }

  /**
   * Another language from here on.
   *
   * @param code ISO 639, or null to find it out again
   */
  public void changeLanguage(@Nullable String code) {
    inbox.put(new LiveInbox.Language(code));
  }

  /**
   * Asks for what was said so far, with the words that are not final yet.
   *
   * @param told by the session's thread, once it has heard all that was fed; never after the end
   */
  public void soFar(Consumer<Transcript> told) {
    inbox.put(new LiveInbox.SoFar(told));
  }

  /** Says that no more audio comes: the rest is told, and then {@link LiveEvent.Finished}. */
  public void finish() {
    inbox.put(new LiveInbox.Finish());
  }

  /** Waits until nothing more is told; whether that is so. */
  public boolean await(Duration atMost) throws InterruptedException {
    return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the session without the rest, within a second. Idempotent. */
  @Override
  public void close() {
    inbox.close();
  }

  boolean isClosed() {
    return inbox.isClosed();
  }

  /** What the session's thread does until the end. */
  void run(LiveRecognition recognition, CleanedSound sound) {
    try {
      while (true) {
        Optional<LiveInbox.Item> item = inbox.take();
        if (item.isEmpty()) {
          return;
        }
        switch (item.get()) {
          case LiveInbox.Audio audio ->
              recognition.hear(sound.feed(audio.samples()), inbox.waitingSamples());
          case LiveInbox.Flush _ -> recognition.flush();
          case LiveInbox.Language(var code) -> recognition.changeLanguage(code);
          case LiveInbox.SoFar(var told) -> told.accept(recognition.soFar());
          case LiveInbox.Finish _ -> {
            recognition.hear(sound.finish(), 0);
            recognition.finish();
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      fail(new SpeechException(ErrorCode.SHUTTING_DOWN, "the server is stopping", e), recognition);
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.CANCELED || !inbox.isClosed()) {
        fail(e, recognition);
      }
    } catch (RuntimeException | Error e) { // else its client would go on paying
      LOG.error("A stream failed", e);
      fail(
          new SpeechException(ErrorCode.INTERNAL, "the stream failed; start another one", e),
          recognition);
    }
  }

  /** Lets go of whoever feeds or waits. */
  void end() {
    inbox.close();
    ended.countDown();
  }

  private void fail(SpeechException reason, LiveRecognition recognition) {
    try {
      listener.failed(reason, recognition.said());
    } catch (RuntimeException e) {
      LOG.warn("A listener failed when it was told that its stream had failed", e);
    }
  }
}
