package ai.stt.app.live;

import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one stream: looks at what is being said as often as it can afford, tells what two
 * looks agree on or a pause ends as final, and keeps only the audio that is not settled. What it
 * does depends on the audio and on how long looks take, not on how the audio is cut. One thread.
 */
final class LiveRecognition {
  private static final int FRAME = PcmChunk.FRAME_SAMPLES;
  private static final int RATE = PcmChunk.SAMPLE_RATE_HZ;

  /** Audio in front of the first voice that belongs to the word: 0.4 seconds. */
  private static final int PRE_ROLL_FRAMES = 12;

  /** After so short a quiet, all of a phrase can be heard: 0.2 seconds. */
  private static final int PAUSE_FRAMES = 7;

  /** What the model can hear at once, but for the pre-roll. */
  private static final int MOST_FRAMES = 28 * RATE / FRAME;

  /** From here on the window is cut behind settled words. */
  private static final int LONG_SAMPLES = 7 * RATE;

  /** So much is kept, so that the model hears whole phrases. */
  private static final int KEPT_SAMPLES = 2 * RATE;

  private final Looking looking;
  private final VoiceActivityStream voice;
  private final LiveText text;
  private final @Nullable LiveSpeakers speakers;
  private final SpeechWindow window = new SpeechWindow(MOST_FRAMES);
  private final StablePrefix prefix = new StablePrefix();
  private final VoiceGate gate;
  private final float[] frame = new float[FRAME];
  private int inFrame;
  private long heardSamples;
  private long lookedTo;
  private long behind;
  private boolean sure = true;

  /**
   * A stream at its start.
   *
   * @param voice one recording's; not closed
   * @param speakers who tells them apart; null when nobody asks
   */
  LiveRecognition(
      Looking looking,
      VoiceActivityStream voice,
      LiveText text,
      @Nullable LiveSpeakers speakers,
      Duration endpointing) {
    this.looking = looking;
    this.voice = voice;
    this.text = text;
    this.speakers = speakers;
    this.gate = new VoiceGate(endpointing.toMillis() * RATE / 1000);
  }

  /**
   * Hears what comes next.
   *
   * @param backlog samples that wait behind these; while they are many, only pauses are looked at
   */
  void hear(float[] samples, long backlog) throws InterruptedException {
    for (int at = 0; at < samples.length; ) {
      int count = Math.min(FRAME - inFrame, samples.length - at);
      System.arraycopy(samples, at, frame, inFrame, count);
      at += count;
      inFrame += count;
      heardSamples += count;
      if (inFrame == FRAME) {
        hearFrame(backlog + samples.length - at);
      }
    }
  }

  /** Takes what was said so far as final, without a pause. */
  void flush() throws InterruptedException {
    if (gate.isOpen()) {
      endPhrase(0);
    }
  }

  /** What was said so far, with words that may still change, by a look of its own. */
  Transcript soFar() throws InterruptedException {
    if (gate.isOpen() && lookedTo < window.endSample()) {
      look(true);
    }
    return text.soFar(prefix.open(), PcmChunk.seconds(heardSamples), looking.languageProbability());
  }

  /** What is final, as it stands. */
  Transcript said() {
    return text.soFar(List.of(), PcmChunk.seconds(heardSamples), looking.languageProbability());
  }

  /** The end of the stream: all that was said is final. */
  void finish() throws InterruptedException {
    if (inFrame > 0) {
      Arrays.fill(frame, inFrame, FRAME, 0);
      hearFrame(0);
    }
    flush();
    text.finish(PcmChunk.seconds(heardSamples), looking.languageProbability());
  }

  /** Another language, or null to find it out again; what was said before is final. */
  void changeLanguage(@Nullable String code) throws InterruptedException {
    flush();
    looking.changeLanguage(code);
    text.forgetPrompt();
  }

  private void hearFrame(long backlog) throws InterruptedException {
    inFrame = 0;
    behind = backlog;
    float probability = voice.feed(frame.clone())[0];
    window.add(frame, probability);
    gate.add(probability);
    if (!gate.isOpen()) {
      window.keepLast(PRE_ROLL_FRAMES);
      lookedTo = window.endSample();
    } else if (gate.isOver()) {
      endPhrase(Math.min(PRE_ROLL_FRAMES, gate.quietFrames()));
    } else if (window.isFull() || isDue(backlog)) {
      look(window.isFull());
      if (window.isFull()) {
        relieve();
      }
      text.partial(prefix.open());
    }
  }

  private boolean isDue(long backlog) {
    long interval = looking.interval().toMillis() * RATE / 1000;
    if (backlog >= interval) {
      return false;
    }
    int quiet = gate.quietFrames();
    return quiet == PAUSE_FRAMES
        || (quiet < PAUSE_FRAMES && window.endSample() - lookedTo >= interval);
  }

  /**
   * Looks at the window.
   *
   * @param last whether what is seen has to do; else a model that goes round in circles is asked
   *     again later
   */
  private void look(boolean last) throws InterruptedException {
    double offset = PcmChunk.seconds(window.startSample());
    List<Word> all = Wording.words(looking.at(window.source(), text.prompt(), behind), offset);
    behind = 0; // another look at the same sound is not late for it
    List<Word> words = Wording.beforeLoop(Wording.withoutEchoes(all));
    lookedTo = window.endSample();
    sure = words.size() == all.size();
    if (!sure && !last) {
      return;
    }
    add(prefix.look(words, PcmChunk.seconds(lookedTo)));
    if (window.length() > LONG_SAMPLES) {
      cut();
    }
  }

  private void add(List<Word> fresh) throws InterruptedException {
    List<Word> named =
        speakers == null || fresh.isEmpty()
            ? fresh
            : speakers.name(fresh.size(), prefix.settled(), prefix.open(), window);
    text.add(named, prefix.open(), looking.language());
  }

  private void endPhrase(int keepFrames) throws InterruptedException {
    long voiceEnd = window.endSample() - (long) gate.quietFrames() * FRAME;
    if (!sure || lookedTo < voiceEnd + FRAME) {
      look(true);
    }
    add(prefix.settleAll());
    text.endPhrase(PcmChunk.seconds(voiceEnd));
    text.forgetPrompt(); // to the next phrase it were more of a temptation to repeat it than a help
    prefix.clear();
    gate.close();
    sure = true;
    window.keepLast(keepFrames);
    lookedTo = window.endSample();
  }

  /**
   * Forgets audio in the longest pause between settled words of its later part, if there is one.
   */
  private void cut() {
    List<Word> settled = prefix.settled();
    double earliest = PcmChunk.seconds(window.startSample() + window.length() / 3);
    double latest = PcmChunk.seconds(window.endSample() - KEPT_SAMPLES);
    int best = -1;
    double longest = -1;
    for (int i = 0; i < settled.size(); i++) {
      double end = settled.get(i).end();
      double pause = next(settled, i) - end + (Wording.endsSentence(settled.get(i)) ? 1 : 0);
      if (end >= earliest && end <= latest && pause >= longest) {
        longest = pause;
        best = i;
      }
    }
    if (best >= 0) {
      double at = (settled.get(best).end() + next(settled, best)) / 2;
      window.dropBefore(Math.round(at * RATE));
      text.leave(settled.subList(0, best + 1));
      prefix.forget(best + 1);
    }
  }

  private double next(List<Word> settled, int index) {
    if (index + 1 < settled.size()) {
      return Math.max(settled.get(index).end(), settled.get(index + 1).start());
    }
    return prefix.open().isEmpty()
        ? settled.get(index).end()
        : Math.max(settled.get(index).end(), prefix.open().getFirst().start());
  }

  /** Nothing agreed for so long that no more can be held: what seems to be said has to do. */
  private void relieve() throws InterruptedException {
    add(prefix.settleAllBut(2));
    cut();
    if (window.isFull()) {
      add(prefix.settleAll());
      text.leave(prefix.settled());
      prefix.clear();
      window.keepLast(0);
    }
  }
}
