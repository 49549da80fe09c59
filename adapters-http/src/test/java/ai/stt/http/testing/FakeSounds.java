package ai.stt.http.testing;

import ai.stt.app.enhancement.DecodedSound;
import ai.stt.app.enhancement.SoundDecoder;
import ai.stt.app.testing.FakeSound;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * "Media" whose bytes say what is heard: {@code tone} is a second of stereo, {@code endless} never
 * ends; all else is no media. Thread-safe.
 */
public final class FakeSounds implements SoundDecoder {
  private final AtomicInteger endless = new AtomicInteger();

  /** Endless sounds that are open. */
  public int endless() {
    return endless.get();
  }

  @Override
  public DecodedSound openSound(Path file, int sampleRateHz, int maxChannels) {
    return switch (text(file)) {
      case "tone" -> new FakeSound(tone(sampleRateHz), sampleRateHz, 2);
      case "endless" -> new Endless();
      default ->
          throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "file: no audio was found in it");
    };
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] tone(int frames) {
    float[] both = new float[2 * frames];
    for (int i = 0; i < both.length; i++) {
      both[i] = 0.1f * (float) Math.sin((i - i % 2) * 0.05);
    }
    return both;
  }

  private final class Endless implements DecodedSound {
    Endless() {
      endless.incrementAndGet();
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.empty();
    }

    @Override
    public float[] read() throws InterruptedException {
      Thread.sleep(5);
      return new float[16];
    }

    @Override
    public void close() {
      endless.decrementAndGet();
    }
  }
}
