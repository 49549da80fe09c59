package ai.stt.app.live;

import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what a listener is told. Thread-safe. */
final class Heard implements LiveListener {
  private final List<LiveEvent> events = new ArrayList<>();
  private @Nullable SpeechException failure;

  @Override
  public synchronized void on(LiveEvent event) {
    events.add(event);
  }

  @Override
  public synchronized void failed(SpeechException reason, Transcript said) {
    failure = reason;
  }

  synchronized List<LiveEvent> events() {
    return List.copyOf(events);
  }

  synchronized @Nullable SpeechException failure() {
    return failure;
  }

  <E extends LiveEvent> List<E> all(Class<E> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The final words. */
  List<String> words() {
    return all(LiveEvent.Final.class).stream()
        .flatMap(event -> event.segment().words().stream())
        .map(Word::text)
        .toList();
  }

  /** The whole text at the end, word by word. */
  List<String> whole() {
    String text = all(LiveEvent.Finished.class).getFirst().transcript().text();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
  }
}
