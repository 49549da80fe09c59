package ai.stt.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.SpokenNumbers;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody sees who reads along. */
final class ReadingAlongTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Heard heard = new Heard();

  /**
   * As base does now and then where sound ends in the middle of a pause: the phrase comes again
   * with all its words at the end. When looks fall there depends on how busy the machine is.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 150, 300, 450, 700, 1100})
  void aPhraseThatTheModelSaysTwiceIsFinalOnce(int lookMillis) throws Exception {
    var spoken = new SpokenNumbers(0, () -> nanos.addAndGet(lookMillis * 1_000_000L));
    Transcriber stuttering =
        new Transcriber() {
          @Override
          public Transcript transcribe(
              PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
              throws InterruptedException {
            Transcript once = spoken.transcribe(audio, options, listener);
            List<Word> words = new ArrayList<>(Wording.words(once, 0));
            if (words.size() < 3 || once.duration() - words.getLast().end() < 0.2) {
              return once;
            }
            for (Word word : List.copyOf(words)) {
              double end = once.duration();
              words.add(new Word(word.text(), end - 0.01, end, 0.4, null));
            }
            Segment twice = Wording.segment(words, "en", 0);
            return new Transcript("en", 1, once.duration(), List.of(twice));
          }

          @Override
          public void close() {}
        };
    LiveRecognition recognition =
        Recognitions.of(
            heard,
            stuttering,
            LiveSettings.DEFAULT.endpointing(),
            LiveSettings.DEFAULT.interval(),
            new LiveSpeakers(SpokenNumbers.voices()),
            nanos::get);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(1, 6, 1)), 0);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(7, 10, 0.3)), 0);
    recognition.finish();

    assertThat(heard.words()).isEqualTo(SpokenNumbers.words(1, 10));
    assertThat(heard.whole()).isEqualTo(heard.words());
  }

  @Test
  void whatMayStillChangeIsNeverOutOfSightWhenWordsBecomeFinal() throws Exception {
    LiveRecognition recognition =
        Recognitions.of(
            heard,
            new SpokenNumbers(0, () -> {}),
            LiveSettings.DEFAULT.endpointing(),
            LiveSettings.DEFAULT.interval(),
            null,
            nanos::get);
    recognition.hear(SpokenNumbers.floats(SpokenNumbers.say(1, 20, 0)), 0);
    recognition.finish();

    List<String> before = List.of();
    for (LiveEvent event : heard.events()) {
      List<String> now =
          switch (event) {
            case LiveEvent.Final(Segment said, String rest) -> {
              int from = Math.min(before.size(), said.words().size());
              assertThat(rest).startsWith(whole(before.subList(from, before.size())));
              yield words(rest);
            }
            case LiveEvent.Partial partial -> words(partial.text());
            case LiveEvent.UtteranceEnd _, LiveEvent.Finished _ -> List.of();
          };
      before = now;
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /** Without a last word that was cut off. */
  private static String whole(List<String> words) {
    return words.stream().filter(word -> word.startsWith("w")).collect(Collectors.joining(" "));
  }
}
