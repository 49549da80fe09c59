package ai.stt.app.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subtitle on the screen.
 *
 * @param start seconds
 * @param end seconds, not before {@code start}
 * @param lines no more and no longer than the {@link SubtitleOptions} allow
 * @param speaker who says it, or null
 */
record SubtitleCue(double start, double end, List<String> lines, @Nullable String speaker) {
  SubtitleCue {
    lines = List.copyOf(lines);
  }
}
