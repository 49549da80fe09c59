package ai.stt.inference.engine.whisper;

import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.whisper.audio.LogMel;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import ai.stt.inference.engine.whisper.text.BytePairs;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.WhisperSession;
import ai.stt.plugin.engine.WhisperWeights;
import java.util.List;

/** A model in memory, with the decoder that its sessions share. Thread-safe. */
final class BatchedWeights implements WhisperWeights {
  /** 3 seconds: with less behind it, the end of a shortened window costs words. */
  private static final int SILENCE_AFTER = 150;

  private final WhisperShape shape;
  private final SharedDecoder decoder;
  private final List<Integer> lengths;
  private final List<byte[]> vocabulary;
  private final BytePairs pairs;
  private final Tokens tokens;
  private final LogMel spectrogram;
  private int sessions;
  private boolean closed;

  /**
   * Takes over the network and the model, and closes them at the end.
   *
   * @param lengths how much the encoder may hear, in positions, ascending
   */
  BatchedWeights(
      WhisperModel model, Network network, List<Integer> lengths, long budget, boolean align) {
    this.shape = model.shape();
    this.lengths = List.copyOf(lengths);
    this.vocabulary = model.vocabulary();
    this.pairs = new BytePairs(vocabulary);
    this.tokens = new Tokens(shape.vocabulary());
    this.spectrogram = new LogMel(model.filters());
    this.decoder = new SharedDecoder(network, vocabulary, budget, align, model::close);
  }

  @Override
  public ai.stt.plugin.engine.WhisperShape shape() {
    return new ai.stt.plugin.engine.WhisperShape(
        shape.audioLayers(),
        shape.textLayers(),
        shape.textState(),
        shape.mels(),
        shape.vocabulary(),
        tokens.languages());
  }

  @Override
  public int windowsAtOnce() {
    return Math.max(2, decoder.seats() + 1);
  }

  @Override
  public WhisperSession open() {
    return open(false);
  }

  @Override
  public WhisperSession openLive() {
    return open(true);
  }

  private synchronized WhisperSession open(boolean live) {
    if (closed) {
      throw new IllegalStateException("the weights are closed");
    }
    sessions++;
    return new BatchedSession(this, live);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      freeWhenUnused();
    }
  }

  synchronized void release() {
    sessions--;
    freeWhenUnused();
  }

  SharedDecoder decoder() {
    return decoder;
  }

  Tokens tokens() {
    return tokens;
  }

  BytePairs pairs() {
    return pairs;
  }

  List<byte[]> vocabulary() {
    return vocabulary;
  }

  LogMel spectrogram() {
    return spectrogram;
  }

  int textContext() {
    return shape.textContext();
  }

  /** How much the encoder hears of a window with so many positions of sound. */
  int positions(int sound) {
    for (int length : lengths) {
      if (sound + SILENCE_AFTER <= length) {
        return length;
      }
    }
    return lengths.getLast();
  }

  private void freeWhenUnused() {
    if (closed && sessions == 0) {
      decoder.close();
    }
  }
}
