package ai.stt.app.testing;

import ai.stt.plugin.speaker.SpeakerEmbedder;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Transcript;
import ai.stt.speech.transcript.Word;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Speech that is easy to hear: each word is a number, sung for {@link #WORD_SAMPLES} as a constant
 * of its own, with a short gap behind it; zeros are silence. The transcriber hears a word that is
 * cut off as another one, and can be told to mishear. Thread-safe once set up.
 */
public final class SpokenNumbers implements Transcriber {
  /** A third of a second. */
  public static final int WORD_SAMPLES = 10 * PcmChunk.FRAME_SAMPLES;

  private static final int GAP_SAMPLES = 2 * PcmChunk.FRAME_SAMPLES;
  private static final int SCALE = 8;

  private final double mishearing;
  private final Runnable work;
  private final Random random = new Random(7);
  private final List<Double> heardSeconds = new ArrayList<>();

  /**
   * A transcriber.
   *
   * @param mishearing how probable it is that a word is heard as another one, at each look anew
   * @param work done for each look
   */
  public SpokenNumbers(double mishearing, Runnable work) {
    this.mishearing = mishearing;
    this.work = work;
  }

  /** Numbers from one to another, 1..4000; then a silence. */
  public static short[] say(int from, int to, double silenceSeconds) {
    int words = to - from + 1;
    int spoken = words * (WORD_SAMPLES + GAP_SAMPLES);
    var samples = new short[spoken + (int) (silenceSeconds * PcmChunk.SAMPLE_RATE_HZ)];
    for (int i = 0; i < words; i++) {
      int at = i * (WORD_SAMPLES + GAP_SAMPLES);
      for (int k = 0; k < WORD_SAMPLES; k++) {
        samples[at + k] = (short) ((from + i) * SCALE);
      }
    }
    return samples;
  }

  /** As s16le. */
  public static byte[] bytes(short[] samples) {
    var bytes = new ByteArrayOutputStream();
    for (short sample : samples) {
      bytes.write(sample);
      bytes.write(sample >> 8);
    }
    return bytes.toByteArray();
  }

  /** As the inside of the platform has it. */
  public static float[] floats(short[] samples) {
    var floats = new float[samples.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = samples[i] / 32768f;
    }
    return floats;
  }

  /** What is heard of these numbers. */
  public static List<String> words(int from, int to) {
    List<String> words = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      words.add("w" + i);
    }
    return words;
  }

  /** How long each window was. */
  public synchronized List<Double> heardSeconds() {
    return List.copyOf(heardSeconds);
  }

  @Override
  public Transcript transcribe(
      PcmSource audio, TranscriptionOptions options, TranscriptionListener listener)
      throws InterruptedException {
    List<Word> words = new ArrayList<>();
    long end = 0;
    for (PcmChunk chunk = audio.read(); chunk != null; chunk = audio.read()) {
      hear(chunk, words);
      end = chunk.endSample();
    }
    synchronized (this) {
      heardSeconds.add(PcmChunk.seconds(end));
    }
    work.run();
    String language = options.language() == null ? "en" : options.language();
    if (words.isEmpty()) {
      return new Transcript("und", 0, PcmChunk.seconds(end), List.of());
    }
    String text = String.join(" ", words.stream().map(Word::text).toList());
    var segment =
        new Segment(words.getFirst().start(), words.getLast().end(), text, 0.9, words, null);
    return new Transcript(language, 0.9, PcmChunk.seconds(end), List.of(segment));
  }

  private void hear(PcmChunk chunk, List<Word> words) {
    float[] samples = chunk.samples();
    int start = 0;
    for (int i = 1; i <= samples.length; i++) {
      if (i == samples.length || samples[i] != samples[start]) {
        int number = Math.round(samples[start] * 32768 / SCALE);
        if (number > 0) {
          boolean whole = i - start >= WORD_SAMPLES;
          words.add(
              new Word(
                  whole ? name(number) : "cut" + number / 10,
                  PcmChunk.seconds(chunk.startSample() + start),
                  PcmChunk.seconds(chunk.startSample() + i),
                  0.9,
                  null));
        }
        start = i;
      }
    }
  }

  private synchronized String name(int number) {
    return random.nextDouble() < mishearing ? "x" + random.nextInt(5) : "w" + number;
  }

  @Override
  public void close() {}

  /** Two voices: one says the numbers up to 2000, the other one those above. */
  public static SpeakerEmbedder voices() {
    return new SpeakerEmbedder() {
      @Override
      public float[] embed(float[] samples) {
        double low = 0;
        double high = 0;
        for (float sample : samples) {
          int number = Math.round(sample * 32768 / SCALE);
          low += number > 0 && number <= 2000 ? 1 : 0;
          high += number > 2000 ? 1 : 0;
        }
        double length = Math.hypot(low, high);
        return length == 0
            ? new float[0]
            : new float[] {(float) (low / length), (float) (high / length)};
      }

      @Override
      public void close() {}
    };
  }

  /** Hears whether numbers are said. */
  public static VoiceActivityDetector detector() {
    return new VoiceActivityDetector() {
      @Override
      public VoiceActivityStream open() {
        return voice();
      }

      @Override
      public void close() {}
    };
  }

  /** One recording of {@link #detector}. */
  public static VoiceActivityStream voice() {
    return new VoiceActivityStream() {
      @Override
      public float[] feed(float[] samples) {
        var result = new float[Math.ceilDiv(samples.length, PcmChunk.FRAME_SAMPLES)];
        for (int i = 0; i < samples.length; i++) {
          result[i / PcmChunk.FRAME_SAMPLES] += samples[i] == 0 ? 0 : 0.01f;
        }
        for (int i = 0; i < result.length; i++) {
          result[i] = Math.min(1, result[i]);
        }
        return result;
      }

      @Override
      public void close() {}
    };
  }
}
