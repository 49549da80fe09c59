package ai.stt.app.enhanced;

import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Has doubtful segments heard again, without their noise, before it passes them on, and keeps what
 * is likelier: noise that is made of voices cannot be measured, but is heard in the words. Used
 * once, by the transcribing thread.
 */
final class SecondHearing implements TranscriptionListener {
  /** Under it a segment is doubtful; clean speech is mostly above. */
  static final double DOUBTFUL = 0.7;

  /** What is further apart, in seconds, is heard by itself. */
  private static final double NEAR = 1;

  private static final double MARGIN = 0.3;

  /** One window of a model. */
  private static final double LONGEST = 28;

  /** A hearing that lost more than half of the words lost the speech, too. */
  private static final double LEAST_WORDS = 0.5;

  private final RememberedAudio audio;
  private final Again again;
  private final TranscriptionListener listener;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Segment> doubtful = new ArrayList<>();
  private double writtenTo;
  private boolean ended;

  /** Hears a piece of a recording without its noise. */
  @FunctionalInterface
  interface Again {
    /** Its segments by its own clock; none when there is nothing better to be had. */
    List<Segment> hear(PcmChunk piece) throws InterruptedException;
  }

  SecondHearing(RememberedAudio audio, Again again, TranscriptionListener listener) {
    this.audio = audio;
    this.again = again;
    this.listener = listener;
  }

  @Override
  public void onSegment(Segment segment) {
    boolean apart =
        !doubtful.isEmpty()
            && (segment.start() - doubtful.getLast().end() > NEAR
                || segment.end() - doubtful.getFirst().start() > LONGEST);
    if (apart || segment.confidence() >= DOUBTFUL) {
      decide(segment.start());
    }
    if (segment.confidence() >= DOUBTFUL) {
      pass(List.of(segment));
    } else {
      doubtful.add(segment);
    }
  }

  @Override
  public void onProgress(double heardSeconds) {
    listener.onProgress(heardSeconds);
  }

  @Override
  public boolean isCanceled() {
    return listener.isCanceled();
  }

  /** The transcript of what was passed on, when all was heard. */
  Transcript finish(Transcript first) {
    decide(first.duration());
    return new Transcript(
        first.language(), first.languageProbability(), first.duration(), segments);
  }

  /** Passes the doubtful segments on, or what was heard in their place up to {@code end}. */
  private void decide(double end) {
    if (!doubtful.isEmpty()) {
      List<Segment> other = heardAgain(end);
      boolean better =
          words(other) >= LEAST_WORDS * words(doubtful) && likelihood(other) > likelihood(doubtful);
      pass(better ? other : List.copyOf(doubtful));
      doubtful.clear();
    }
  }

  private List<Segment> heardAgain(double end) {
    double from = Math.max(writtenTo, doubtful.getFirst().start() - MARGIN);
    double to = Math.min(end, doubtful.getLast().end() + MARGIN);
    long frames = (long) Math.ceil(from * PcmChunk.SAMPLE_RATE_HZ / PcmChunk.FRAME_SAMPLES);
    long first = frames * PcmChunk.FRAME_SAMPLES;
    PcmChunk piece = ended ? null : audio.between(first, (long) (to * PcmChunk.SAMPLE_RATE_HZ));
    if (piece == null) {
      return List.of();
    }
    try {
      double offset = PcmChunk.seconds(first);
      return again.hear(piece).stream().map(segment -> later(segment, offset, end)).toList();
    } catch (InterruptedException e) {
      ended = true; // whoever transcribes finds the thread interrupted
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) { // a plugin's own, too
      if (e instanceof SpeechException known && known.code() == ErrorCode.CANCELED) {
        throw e;
      }
      ended = true; // what was heard is an answer, too
    }
    return List.of();
  }

  private void pass(List<Segment> some) {
    for (Segment segment : some) {
      segments.add(segment);
      writtenTo = segment.end();
      listener.onSegment(segment);
    }
    audio.forgetBefore((long) (writtenTo * PcmChunk.SAMPLE_RATE_HZ));
  }

  private static int words(List<Segment> segments) {
    return segments.stream().mapToInt(segment -> segment.words().size()).sum();
  }

  /** The mean of the words' logarithmic confidences, by segments. */
  private static double likelihood(List<Segment> segments) {
    double sum = 0;
    for (Segment segment : segments) {
      sum += segment.words().size() * Math.log(Math.max(segment.confidence(), 1e-3));
    }
    return sum / Math.max(1, words(segments));
  }

  /** By the recording's clock, in milliseconds, between what is written and {@code end}. */
  private Segment later(Segment segment, double offset, double end) {
    DoubleUnaryOperator clock =
        at -> Math.max(writtenTo, Math.min(Math.round((at + offset) * 1000) / 1000.0, end));
    List<Word> words = new ArrayList<>();
    for (Word word : segment.words()) {
      double from = clock.applyAsDouble(word.start());
      double to = clock.applyAsDouble(word.end());
      words.add(new Word(word.text(), from, to, word.confidence(), word.speaker()));
    }
    return new Segment(
        clock.applyAsDouble(segment.start()),
        clock.applyAsDouble(segment.end()),
        segment.text(),
        segment.confidence(),
        words,
        segment.speaker());
  }
}
