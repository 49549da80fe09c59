package ai.stt.inference.media;

import ai.stt.app.enhancement.DecodedSound;
import ai.stt.inference.media.wire.Format;
import ai.stt.inference.media.wire.Frame;
import ai.stt.inference.media.wire.MediaHeader;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file on its way through a borrowed child. When the child dies, the file is decoded again in
 * another one, up to where the first had come; when that dies too, the file is refused.
 */
final class DecodingFile implements DecodedSound {
  private static final Logger LOG = LoggerFactory.getLogger(DecodingFile.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final DecoderPool pool;
  private final Strikes strikes;
  private final MediaSettings settings;
  private final Path file;
  private final Format format;

  /** Held while reading, so that a close from another thread waits for the reader to leave. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean closed;
  private @Nullable DecoderProcess child;
  private @Nullable MediaHeader header;
  private boolean ended;
  private boolean struck;
  private long delivered;
  private long toSkip;
  private long waitedNanos;

  private DecodingFile(
      DecoderPool pool, Strikes strikes, MediaSettings settings, Path file, Format format) {
    this.pool = pool;
    this.strikes = strikes;
    this.settings = settings;
    this.file = file;
    this.format = format;
  }

  /** Borrows a child and waits until it has recognised the file. */
  static DecodingFile open(
      DecoderPool pool, Strikes strikes, MediaSettings settings, Path file, Format format)
      throws InterruptedException {
    var opened = new DecodingFile(pool, strikes, settings, file, format);
    boolean done = false;
    try {
      opened.start();
      opened.header = opened.awaitHeader();
      opened.refuseIfLonger(opened.header);
      done = true;
      return opened;
    } finally {
      if (!done) {
        opened.close();
      }
    }
  }

  @Override
  public OptionalDouble claimedDuration() {
    return header == null || Double.isNaN(header.claimedSeconds())
        ? OptionalDouble.empty()
        : OptionalDouble.of(header.claimedSeconds());
  }

  @Override
  public int channels() {
    return header == null ? 1 : format.channels(header);
  }

  @Override
  public float @Nullable [] read() throws InterruptedException {
    turn.lockInterruptibly();
    try {
      while (!ended) {
        switch (awaitFrame()) {
          case Frame.Pcm(float[] samples) -> {
            float[] checked = checked(samples);
            if (checked.length > 0) {
              return checked;
            }
          }
          case Frame.End(int damagedPackets) -> finish(damagedPackets);
          case Frame.Header _ -> {} // of the second try
          case Frame.Refused(String sentence) -> {
            ended = true;
            throw unsupported(sentence);
          }
          case Frame.Ready _ -> lost("it started anew");
          case Frame.Lost(String reason) -> lost(reason);
        }
      }
      return null;
    } finally {
      turn.unlock();
    }
  }

  private MediaHeader awaitHeader() throws InterruptedException {
    while (true) {
      switch (awaitFrame()) {
        case Frame.Header(MediaHeader media) -> {
          return media;
        }
        case Frame.Refused(String sentence) -> {
          ended = true;
          throw unsupported(sentence);
        }
        case Frame.Lost(String reason) -> lost(reason);
        case Frame.Ready _, Frame.Pcm _, Frame.End _ -> lost("it answered out of order");
      }
    }
  }

  private void start() throws InterruptedException {
    while (true) {
      DecoderProcess borrowed = pool.lend(settings.lendTimeout());
      try {
        borrowed.decode(file, format);
        child = borrowed;
        return;
      } catch (IOException e) {
        borrowed.kill(); // it died while it was idle: not the file's fault
      }
    }
  }

  /** Waits for a frame in short steps, so as to see a close and the limits on time. */
  private Frame awaitFrame() throws InterruptedException {
    DecoderProcess now = child;
    long start = System.nanoTime();
    while (!closed && now != null) {
      Frame frame = now.next(LOOK_EVERY);
      long waited = System.nanoTime() - start;
      if (frame != null) {
        waitedNanos += waited;
        return frame;
      }
      long allowedNanos = settings.stallTimeout().toNanos();
      long heardNanos = (long) (seconds(delivered) * 1e9);
      if (waited > allowedNanos || waitedNanos + waited > allowedNanos + heardNanos) {
        giveUp();
      }
    }
    throw new SpeechException(ErrorCode.CANCELED, "the audio was closed while it was read");
  }

  private void giveUp() {
    strikes.strike(file);
    dropChild();
    throw unsupported(
        "the file takes too long to decode and was given up; convert it to WAV or FLAC and try"
            + " again");
  }

  /** The child is gone: once more from the start in another, or never again. */
  private void lost(String reason) throws InterruptedException {
    dropChild();
    if (strikes.strike(file)) {
      throw new SpeechException(
          ErrorCode.UNSUPPORTED_MEDIA, FfmpegMediaDecoder.CRASHES, new IOException(reason));
    }
    struck = true;
    toSkip = delivered;
    start();
  }

  /** What was not delivered before, with nothing in it that is no sound. */
  private float[] checked(float[] samples) {
    int skipped = (int) Math.min(toSkip, samples.length);
    toSkip -= skipped;
    float[] kept = new float[samples.length - skipped];
    for (int i = 0; i < kept.length; i++) {
      float sample = samples[i + skipped];
      kept[i] = Float.isFinite(sample) ? Math.clamp(sample, -1f, 1f) : 0f;
    }
    delivered += kept.length;
    if (seconds(delivered) > seconds(settings.maxDuration()) + 1) { // as its claim may be
      throw tooLong();
    }
    return kept;
  }

  private void refuseIfLonger(MediaHeader media) {
    if (!media.estimated() && media.claimedSeconds() > seconds(settings.maxDuration()) + 1) {
      throw tooLong();
    }
  }

  private void finish(int damagedPackets) {
    ended = true;
    if (damagedPackets > 0) {
      LOG.debug("skipped {} damaged packets", damagedPackets);
    }
    if (struck) {
      strikes.forgive(file);
    }
  }

  private SpeechException tooLong() {
    return unsupported(
        "the audio is longer than %s, the most that is accepted; cut it into shorter files"
            .formatted(inWords(settings.maxDuration())));
  }

  private void dropChild() {
    if (child != null) {
      child.kill();
      child = null;
    }
    ended = false;
  }

  @Override
  public void close() {
    closed = true;
    turn.lock();
    try {
      DecoderProcess last = child;
      child = null;
      if (last == null) {
        return;
      }
      if (ended || last.stop()) {
        pool.giveBack(last);
      } else {
        last.kill();
      }
    } finally {
      turn.unlock();
    }
  }

  private double seconds(long samples) {
    return samples / (double) ((long) format.sampleRateHz() * channels());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static String inWords(Duration duration) {
    boolean hours = duration.toMinutes() >= 120;
    var number = BigDecimal.valueOf(seconds(duration) / (hours ? 3600 : 60));
    return number.round(new MathContext(3)).stripTrailingZeros().toPlainString()
        + (hours ? " hours" : " minutes");
  }

  private static SpeechException unsupported(String sentence) {
    return new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, sentence);
  }
}
