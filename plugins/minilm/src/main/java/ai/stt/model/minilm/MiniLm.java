package ai.stt.model.minilm;

import ai.stt.plugin.embedding.Embedder;
import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import java.util.List;
import java.util.Map;

/** The model in memory. */
final class MiniLm implements Embedder {
  private static final int DIMENSIONS = 384;

  private final OnnxSession graph;
  private final WordPieces pieces;
  private final SharedBatches batches;

  /**
   * A model.
   *
   * @param lanes runs of the graph at the same time
   */
  MiniLm(OnnxSession graph, WordPieces pieces, int lanes) {
    this.graph = graph;
    this.pieces = pieces;
    this.batches = new SharedBatches(lanes, this::run);
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public float[][] embed(List<String> texts) throws InterruptedException {
    return batches.embed(texts.stream().map(pieces::of).toList());
  }

  /** Runs the graph on texts that are padded to the longest. */
  private float[][] run(List<int[]> texts) {
    int longest = texts.stream().mapToInt(text -> text.length).max().orElse(0);
    long[] ids = new long[texts.size() * longest];
    long[] mask = new long[ids.length];
    for (int i = 0; i < texts.size(); i++) {
      int[] text = texts.get(i);
      for (int j = 0; j < text.length; j++) {
        ids[i * longest + j] = text[j];
        mask[i * longest + j] = 1;
      }
    }
    OnnxOutputs outputs =
        graph.run(
            Map.of(
                "input_ids", OnnxTensor.of(ids, texts.size(), longest),
                "attention_mask", OnnxTensor.of(mask, texts.size(), longest),
                "token_type_ids", OnnxTensor.of(new long[ids.length], texts.size(), longest)));
    float[] states = states(outputs);
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = mean(states, i * longest, texts.get(i).length);
    }
    return vectors;
  }

  /** The states of all tokens; exports of the model name them differently. */
  private static float[] states(OnnxOutputs outputs) {
    return outputs.tensors().values().stream()
        .filter(tensor -> tensor.shape().size() == 3)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the graph gives no states of tokens"))
        .floats();
  }

  /** The mean of a text's tokens, brought to unit length. */
  private static float[] mean(float[] states, int firstToken, int tokens) {
    double[] sum = new double[DIMENSIONS];
    for (int token = firstToken; token < firstToken + tokens; token++) {
      int at = token * DIMENSIONS;
      for (int d = 0; d < DIMENSIONS; d++) {
        sum[d] += states[at + d];
      }
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    double scale = 1 / Math.max(Math.sqrt(square), 1e-12);
    float[] vector = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      vector[d] = (float) (sum[d] * scale);
    }
    return vector;
  }

  @Override
  public void close() {
    graph.close();
  }
}
