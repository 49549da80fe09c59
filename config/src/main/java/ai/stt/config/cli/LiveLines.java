package ai.stt.config.cli;

import ai.stt.app.live.LiveEvent;
import ai.stt.app.live.LiveListener;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A phrase a line on standard output, with its speaker where that is known and changes; on a
 * terminal the line that is being spoken is redrawn in place, what may still change in grey. Told
 * by one thread.
 */
final class LiveLines implements LiveListener {
  private static final int WIDTH = 100;

  private final Console console;
  private final StringBuilder line = new StringBuilder();
  private @Nullable String speaker;
  private volatile @Nullable SpeechException failure;

  LiveLines(Console console) {
    this.console = console;
  }

  @Override
  public void on(LiveEvent event) {
    switch (event) {
      case LiveEvent.Partial partial -> draw(partial.text());
      case LiveEvent.Final part -> {
        add(part.segment());
        draw(part.rest());
      }
      case LiveEvent.UtteranceEnd _, LiveEvent.Finished _ -> endLine();
    }
  }

  @Override
  public void failed(SpeechException reason, Transcript said) {
    endLine();
    failure = reason;
  }

  boolean hasFailed() {
    return failure != null;
  }

  @Nullable SpeechException failure() {
    return failure;
  }

  /** Who speaks is said where the speaker changes. */
  private void add(Segment said) {
    if (!Objects.equals(said.speaker(), speaker)) {
      endLine();
      speaker = said.speaker();
      line.append(speaker).append(':');
    }
    line.append(line.isEmpty() ? "" : " ").append(said.text());
  }

  private void draw(String partial) {
    if (!console.terminal()) {
      return;
    }
    String shown = line.isEmpty() ? "" : line + " ";
    int room = Math.max(0, WIDTH - partial.length());
    String end = shown.length() <= room ? shown : shown.substring(shown.length() - room);
    String grey = partial.length() <= WIDTH ? partial : partial.substring(partial.length() - WIDTH);
    console.err().print("\r\033[K" + end + "\033[2m" + grey + "\033[0m");
    console.err().flush();
  }

  private void endLine() {
    if (console.terminal()) {
      console.err().print("\r\033[K");
      console.err().flush();
    }
    if (!line.isEmpty()) {
      console.out().println(line);
      console.out().flush();
      line.setLength(0);
    }
  }
}
