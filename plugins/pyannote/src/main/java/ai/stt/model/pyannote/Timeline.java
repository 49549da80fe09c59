package ai.stt.model.pyannote;

import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.diarization.SpeakerTurn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Lays the windows over each other: in each frame as many speak as the windows tell on average, and
 * those whom most windows name. One use; holds four bytes a frame of the recording.
 */
final class Timeline {
  /** A shorter turn is dropped, a shorter pause inside a turn is bridged. */
  private static final double LEAST_TURN_SECONDS = 0.1;

  private static final double LEAST_PAUSE_SECONDS = 0.25;

  private final List<Window> windows;
  private final int[] known;
  private final Speakers speakers;
  private final int[] open;
  private final List<List<double[]>> spans = new ArrayList<>();

  Timeline(List<Window> windows, List<Phrase> phrases, Speakers speakers) {
    this.windows = windows;
    known = NamedVoices.known(phrases, speakers);
    this.speakers = speakers;
    open = new int[speakers.count()];
    Arrays.fill(open, -1);
    for (int i = 0; i < speakers.count(); i++) {
      spans.add(new ArrayList<>());
    }
  }

  /**
   * The turns, by start, speakers numbered by first appearance.
   *
   * @param samples length of the recording
   */
  List<SpeakerTurn> turns(long samples) {
    if (speakers.count() == 0) {
      return List.of();
    }
    int step = frames(Windows.STEP);
    int length = windows.stream().mapToInt(Window::frames).max().orElse(0) + 1;
    int[][] votes = new int[step + length][speakers.count()];
    int[] count = new int[step + length];
    int[] hearings = new int[step + length];
    int first = 0;
    for (Window window : windows) {
      int done = window.firstFrame() - first;
      close(votes, count, hearings, first, done);
      shift(votes, count, hearings, done);
      first = window.firstFrame();
      vote(window, votes, count, hearings);
    }
    close(votes, count, hearings, first, votes.length);
    return numbered(PcmChunk.seconds(samples));
  }

  private static int frames(int samples) {
    return Math.ceilDiv(samples, Window.FRAME_SAMPLES);
  }

  private void vote(Window window, int[][] votes, int[] count, int[] hearings) {
    for (int frame = 0; frame < window.frames(); frame++) {
      hearings[frame]++;
      count[frame] += window.count(frame);
    }
    var named = new NamedVoices(window, known, speakers.count());
    for (int voice = 0; voice < Window.VOICES; voice++) {
      int[] names = named.of(voice);
      for (int frame = 0; frame < names.length; frame++) {
        if (names[frame] >= 0) {
          votes[frame][names[frame]]++;
        }
      }
    }
  }

  /** Decides frames that no later window hears. */
  private void close(int[][] votes, int[] count, int[] hearings, int first, int frames) {
    for (int frame = 0; frame < frames; frame++) {
      int speaking =
          hearings[frame] == 0 ? 0 : (2 * count[frame] + hearings[frame]) / (2 * hearings[frame]);
      boolean[] chosen = new boolean[speakers.count()];
      for (int i = 0; i < speaking; i++) {
        int most = -1;
        for (int s = 0; s < chosen.length; s++) {
          boolean more = most < 0 || votes[frame][s] > votes[frame][most];
          if (!chosen[s] && votes[frame][s] > 0 && more) {
            most = s;
          }
        }
        if (most >= 0) {
          chosen[most] = true;
        }
      }
      mark(chosen, first + frame);
    }
    if (frames == votes.length) {
      mark(new boolean[speakers.count()], first + frames);
    }
  }

  private void mark(boolean[] speaking, int frame) {
    for (int s = 0; s < speaking.length; s++) {
      if (speaking[s] && open[s] < 0) {
        open[s] = frame;
      } else if (!speaking[s] && open[s] >= 0) {
        extend(spans.get(s), Window.seconds(open[s]), Window.seconds(frame));
        open[s] = -1;
      }
    }
  }

  private static void extend(List<double[]> spans, double start, double end) {
    if (!spans.isEmpty() && start - spans.getLast()[1] < LEAST_PAUSE_SECONDS) {
      spans.getLast()[1] = end;
    } else {
      spans.add(new double[] {start, end});
    }
  }

  private static void shift(int[][] votes, int[] count, int[] hearings, int by) {
    int speakers = votes[0].length;
    for (int frame = 0; frame < votes.length; frame++) {
      boolean kept = frame + by < votes.length;
      votes[frame] = kept ? votes[frame + by] : new int[speakers];
      count[frame] = kept ? count[frame + by] : 0;
      hearings[frame] = kept ? hearings[frame + by] : 0;
    }
  }

  private List<SpeakerTurn> numbered(double duration) {
    record Span(double start, double end, int speaker) {}
    List<Span> all = new ArrayList<>();
    for (int s = 0; s < spans.size(); s++) {
      for (double[] span : spans.get(s)) {
        double end = Math.min(span[1], duration);
        if (end - span[0] >= LEAST_TURN_SECONDS) {
          all.add(new Span(span[0], end, s));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Span::start).thenComparingDouble(Span::end));
    List<Integer> order = all.stream().map(Span::speaker).distinct().toList();
    return all.stream()
        .map(span -> new SpeakerTurn(span.start(), span.end(), order.indexOf(span.speaker()) + 1))
        .toList();
  }
}
