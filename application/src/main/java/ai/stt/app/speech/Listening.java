package ai.stt.app.speech;

import ai.stt.app.speech.SidedSource.Sides;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One way through a stereo recording whose speakers are told apart: a recording of two lines is
 * heard side by side, so that what both say at once is heard and nobody is taken for somebody on
 * the other line; every other one is heard once, as a whole.
 *
 * @param options what is known of the speakers of this part
 */
public record Listening(DiarizationOptions options, Part part) {
  /** What of a recording is heard. */
  @FunctionalInterface
  public interface Part {
    /** Samples, as many as each side has. */
    float[] of(Sides sides);
  }

  /**
   * Reads a recording to its end and tells how it is to be heard.
   *
   * @param audio that has sides; not closed
   * @param options what is known of the speakers. Of two on two lines each has one; three or more
   *     may be distributed in any way, so they are sought in the whole
   * @param canceled asked for each chunk; once true, the rest is not read
   */
  public static List<Listening> to(
      SidedSource audio, DiarizationOptions options, BooleanSupplier canceled)
      throws InterruptedException {
    var voices = new SideVoices();
    while (audio.read() != null && !canceled.getAsBoolean()) {
      Sides sides = audio.sides();
      if (sides != null) {
        voices.add(sides);
      }
    }
    Lines lines = options.speakers() == 0 || options.speakers() == 2 ? voices.lines() : null;
    if (lines == null) {
      return List.of(
          new Listening(options, voices.areOpposite() ? Listening::difference : Sides::mixed));
    }
    var each = options.speakers() == 2 ? new DiarizationOptions(1) : options;
    return List.of(
        new Listening(each, sides -> lines.apart(sides).left()),
        new Listening(each, sides -> lines.apart(sides).right()));
  }

  private static float[] difference(Sides sides) {
    var half = new float[sides.left().length];
    for (int i = 0; i < half.length; i++) {
      half[i] = (sides.left()[i] - sides.right()[i]) / 2;
    }
    return half;
  }

  /**
   * This part of the recording.
   *
   * @param audio the same again, from its start; closed by whoever opened it
   */
  public PcmSource of(SidedSource audio) {
    return new PcmSource() {
      @Override
      public @Nullable PcmChunk read() throws InterruptedException {
        PcmChunk chunk = audio.read();
        Sides sides = audio.sides();
        return chunk == null || sides == null
            ? chunk
            : new PcmChunk(chunk.startSample(), part.of(sides));
      }

      @Override
      public void close() {}
    };
  }
}
