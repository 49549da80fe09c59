package ai.stt.app.live;

import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Who says the words of a stream. Words become final a few at a time, too few to tell a voice by,
 * so the voice is heard in what was said around them without a pause or the end of a sentence:
 * there speakers seldom change. One thread.
 */
final class LiveSpeakers {
  private static final int RATE = PcmChunk.SAMPLE_RATE_HZ;
  private static final double PAUSE_SECONDS = 0.3;

  /** More tells little more, and may be somebody else. */
  private static final double ENOUGH_SECONDS = 2;

  private static final double MARGIN_SECONDS = 0.1;

  private final SpeakerEmbedder embedder;
  private final KnownVoices voices = new KnownVoices();

  /** Hears voices with this model; not closed. */
  LiveSpeakers(SpeakerEmbedder embedder) {
    this.embedder = embedder;
  }

  /**
   * Gives words their speakers.
   *
   * @param fresh how many of the settled words are newly final, the last ones
   * @param settled final words of the window
   * @param open those behind that may change
   * @return the fresh ones
   */
  List<Word> name(int fresh, List<Word> settled, List<Word> open, SpeechWindow window) {
    List<Word> around = new ArrayList<>(settled);
    around.addAll(open);
    int end = settled.size();
    List<Word> named = new ArrayList<>();
    for (int from = end - fresh; from < end; ) {
      int to = from + 1;
      while (to < end
          && goesOn(around, to)
          && around.get(to).end() - around.get(from).start() <= ENOUGH_SECONDS) {
        to++;
      }
      String speaker = "Speaker " + whose(around, from, to, window);
      for (Word word : around.subList(from, to)) {
        named.add(new Word(word.text(), word.start(), word.end(), word.confidence(), speaker));
      }
      from = to;
    }
    return named;
  }

  private int whose(List<Word> words, int from, int to, SpeechWindow window) {
    int first = from;
    int last = to - 1;
    boolean grown = true;
    while (grown && words.get(last).end() - words.get(first).start() < ENOUGH_SECONDS) {
      grown = false;
      if (last + 1 < words.size() && goesOn(words, last + 1)) {
        last++;
        grown = true;
      }
      if (first > 0 && goesOn(words, first)) {
        first--;
        grown = true;
      }
    }
    double start = words.get(first).start();
    double end = words.get(last).end();
    float[] sound =
        window.samples(
            Math.round((start - MARGIN_SECONDS) * RATE), Math.round((end + MARGIN_SECONDS) * RATE));
    float[] print = embedder.embed(sound);
    return print.length == 0 ? voices.last() : voices.whose(print, end - start);
  }

  /** Whether a word follows the one before without a pause and inside of its sentence. */
  private static boolean goesOn(List<Word> words, int index) {
    Word before = words.get(index - 1);
    return words.get(index).start() - before.end() < PAUSE_SECONDS && !Wording.endsSentence(before);
  }
}
