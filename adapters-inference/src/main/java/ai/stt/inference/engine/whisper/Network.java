package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.stt.inference.catalog.convert.WhisperShape;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.inference.engine.whisper.graph.GraphFiles;
import ai.stt.inference.engine.whisper.graph.Precision;
import ai.stt.inference.engine.whisper.graph.WhisperModel;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The graphs of a model in memory. One thread at a time. */
class Network implements AutoCloseable {
  private final OrtEnvironment environment = OnnxEngine.environment();

  private final WhisperModel model;
  private final Precision precision;
  private final OrtSession encoder;
  private final OrtSession decoder;
  private final OrtSession alignment;

  /**
   * Opens the graphs.
   *
   * @param threads how many processors a run uses
   */
  Network(WhisperModel model, GraphFiles files, int threads) throws OrtException {
    this.model = model;
    this.precision = files.precision();
    List<OrtSession> open = openAll(files, threads);
    this.encoder = open.get(0);
    this.decoder = open.get(1);
    this.alignment = open.get(2);
  }

  /** All at once: most of it is arranging weights, which each graph does on one thread. */
  private List<OrtSession> openAll(GraphFiles files, int threads) throws OrtException {
    List<Future<OrtSession>> opening = new ArrayList<>();
    try (ExecutorService openers = Executors.newFixedThreadPool(3)) {
      for (Path file : List.of(files.encoder(), files.decoder(), files.alignment())) {
        opening.add(openers.submit(() -> open(file, threads)));
      }
    } // which waits for them
    List<OrtSession> open = new ArrayList<>();
    @Nullable Throwable failure = null;
    for (Future<OrtSession> session : opening) {
      if (session.state() == Future.State.SUCCESS) {
        open.add(session.resultNow());
      } else {
        failure = session.exceptionNow();
      }
    }
    if (failure == null) {
      return open;
    }
    for (OrtSession session : open) {
      session.close();
    }
    if (failure instanceof OrtException known) {
      throw known;
    }
    throw new IllegalStateException(failure);
  }

  Precision precision() {
    return precision;
  }

  WhisperShape shape() {
    return model.shape();
  }

  /**
   * Listens to a window.
   *
   * @param mel {@code [mels, frames]}, two frames for each of the row's positions
   */
  void encode(float[] mel, HeardSound to, int row) throws OrtException {
    long frames = 2L * to.positions();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    try (OnnxTensor input =
        OnnxTensor.createTensor(
            environment, FloatBuffer.wrap(mel), new long[] {1, model.shape().mels(), frames})) {
      to.lend(environment, row, 1, outputs);
      encoder.run(Map.of("mel", input), Set.of(), outputs).close();
    } finally {
      close(outputs.values());
    }
  }

  /**
   * One step of some windows' hypotheses.
   *
   * @param tokens {@code [rows][time]}, as many for each row
   * @param places where each row's last token stands
   * @param picks the places in time whose logits are wanted
   * @param to receives the logits of each row's picks
   */
  void step(
      int[][] tokens,
      int[] places,
      int[] picks,
      HeardSound sound,
      int window,
      int windows,
      WrittenText text,
      int row,
      StepScores to)
      throws OrtException {
    int rows = tokens.length;
    int time = tokens[0].length;
    int total = 1;
    int[] past = new int[rows];
    for (int i = 0; i < rows; i++) {
      past[i] = places[i];
      total = Math.max(total, places[i] + 1);
    }
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, OnnxTensor> outputs = new HashMap<>();
    try {
      inputs.put("x", embedded(tokens, places, time));
      inputs.put("past", ints(past, rows));
      inputs.put("total", ints(new int[] {total}));
      inputs.put("pick", longs(picks));
      sound.lend(environment, window, windows, inputs);
      text.lend(environment, row, rows, inputs, outputs);
      inputs.put("windows", longs(windows));
      inputs.put("count", longs(to.count()));
      to.lend(environment, rows, picks.length, outputs);
      decoder.run(inputs, Set.of(), outputs).close();
    } finally {
      outputs.values().removeAll(inputs.values()); // the caches, which are both
      close(inputs.values());
      close(outputs.values());
    }
  }

  /**
   * The attention of the alignment heads to the first frames of a window.
   *
   * @return {@code [heads * tokens * frames]}
   */
  float[] attention(int[] tokens, HeardSound sound, int window, int frames) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      int last = tokens.length - 1;
      inputs.put("x", embedded(new int[][] {tokens}, new int[] {last}, tokens.length));
      inputs.put("past", ints(new int[] {last}, 1));
      inputs.put("total", ints(new int[] {tokens.length}));
      inputs.put("frames", longs(frames));
      Map<String, OnnxTensor> all = new HashMap<>();
      sound.lend(environment, window, 1, all);
      all.forEach(
          (name, tensor) -> {
            if (alignment.getInputNames().contains(name)) {
              inputs.put(name, tensor);
            } else {
              tensor.close();
            }
          });
      try (OrtSession.Result result = alignment.run(inputs)) {
        return ((OnnxTensor) result.get(0)).getFloatBuffer().array();
      }
    } finally {
      close(inputs.values());
    }
  }

  @Override
  public void close() {
    try (encoder;
        decoder;
        alignment) {
      // Each is freed whatever the others do.
    } catch (OrtException e) {
      throw new IllegalStateException("the graphs could not be freed", e);
    }
  }

  private OrtSession open(Path file, int threads) throws OrtException {
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Between the many short operators of a step threads wait awake, between runs they sleep.
      options.addConfigEntry("session.intra_op.allow_spinning", "1");
      options.addConfigEntry("session.force_spinning_stop", "1");
      return environment.createSession(file.toString(), options);
    }
  }

  private OnnxTensor embedded(int[][] tokens, int[] places, int time) throws OrtException {
    int width = model.shape().textState();
    float[] x = new float[tokens.length * time * width];
    for (int row = 0; row < tokens.length; row++) {
      for (int t = 0; t < time; t++) {
        int place = places[row] - time + 1 + t;
        model.embed(tokens[row][t], place, x, (row * time + t) * width);
      }
    }
    return OnnxTensor.createTensor(
        environment, FloatBuffer.wrap(x), new long[] {tokens.length, time, width});
  }

  private OnnxTensor ints(int[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(values), shape);
  }

  private OnnxTensor longs(int... values) throws OrtException {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(wide), new long[] {wide.length});
  }

  private static void close(Collection<OnnxTensor> tensors) {
    tensors.forEach(OnnxTensor::close);
  }
}
