package ai.stt.app.speech;

import ai.stt.app.speech.SidedSource.Sides;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A recording that a diarizer hears as it is read. Of one in stereo the start is heard ahead: when
 * its sides are two lines, each side gets a diarizer of its own, and what is said on both at once
 * stays apart. One thread; does not close the recording.
 */
final class DiarizedAudio implements PcmSource {
  /** Samples that are heard ahead: half a minute, six megabytes. */
  private static final long AHEAD = 30L * PcmChunk.SAMPLE_RATE_HZ;

  private record Part(PcmChunk chunk, @Nullable Sides sides) {}

  private final PcmSource audio;
  private final Deque<Part> ahead = new ArrayDeque<>();

  /** One that hears all, or one for the left side and one for the right. */
  private final List<DiarizationThread> diarizers = new ArrayList<>();

  private boolean ended;

  /**
   * Hears the start of a recording in stereo, and starts the diarizers.
   *
   * @param diarizers makes one
   */
  DiarizedAudio(
      PcmSource audio,
      DiarizationOptions options,
      Function<DiarizationOptions, DiarizationThread> diarizers)
      throws InterruptedException {
    this.audio = audio;
    List<DiarizationOptions> each = sides(options);
    try {
      each.forEach(side -> this.diarizers.add(diarizers.apply(side)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Of two speakers on two lines each has one; three or more may be distributed in any way. */
  private List<DiarizationOptions> sides(DiarizationOptions options) throws InterruptedException {
    boolean one = options.speakers() == 1 || options.speakers() > 2 || !twoLines();
    if (one) {
      return List.of(options);
    }
    var each = options.speakers() == 2 ? new DiarizationOptions(1) : options;
    return List.of(each, each);
  }

  private boolean twoLines() throws InterruptedException {
    var voices = new SideVoices();
    long samples = 0;
    while (samples < AHEAD) {
      Part part = next();
      if (part == null) {
        break;
      }
      ahead.add(part);
      samples += part.chunk().samples().length;
      if (part.sides() == null) {
        return false;
      }
      voices.add(part.sides());
    }
    return voices.apart();
  }

  private @Nullable Part next() throws InterruptedException {
    PcmChunk chunk = audio.read();
    return chunk == null
        ? null
        : new Part(chunk, audio instanceof SidedSource sided ? sided.sides() : null);
  }

  @Override
  public @Nullable PcmChunk read() throws InterruptedException {
    Part part = ahead.isEmpty() ? next() : ahead.removeFirst();
    if (!ended) {
      hear(part);
    }
    ended = part == null;
    return part == null ? null : part.chunk();
  }

  private void hear(@Nullable Part part) throws InterruptedException {
    Sides sides = part == null ? null : part.sides();
    if (part == null || sides == null || diarizers.size() == 1) {
      for (DiarizationThread diarizer : diarizers) {
        diarizer.hear(part == null ? null : part.chunk());
      }
      return;
    }
    Sides apart = SideVoices.unmixed(sides);
    long start = part.chunk().startSample();
    diarizers.getFirst().hear(new PcmChunk(start, apart.left()));
    diarizers.getLast().hear(new PcmChunk(start, apart.right()));
  }

  /**
   * The turns by start; reads what the transcriber left and waits for the diarizers. Null when
   * there was none to be had.
   */
  @Nullable List<SpeakerTurn> turns() throws InterruptedException {
    while (!ended) {
      read();
    }
    List<SpeakerTurn> turns = new ArrayList<>();
    for (DiarizationThread diarizer : diarizers) {
      int others = turns.stream().mapToInt(SpeakerTurn::speaker).max().orElse(0);
      List<SpeakerTurn> own = diarizer.turns();
      if (own == null) {
        return null;
      }
      for (SpeakerTurn turn : own) {
        turns.add(new SpeakerTurn(turn.start(), turn.end(), others + turn.speaker()));
      }
    }
    turns.sort(Comparator.comparingDouble(SpeakerTurn::start));
    return turns;
  }

  /** Ends the diarizers. */
  @Override
  public void close() {
    diarizers.forEach(DiarizationThread::close);
  }
}
