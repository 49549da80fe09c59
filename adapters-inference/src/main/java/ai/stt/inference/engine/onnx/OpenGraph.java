package ai.stt.inference.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.stt.plugin.engine.OnnxOutputs;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.plugin.engine.OnnxTensor;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A session of ONNX Runtime; the lock keeps it open while runs use it. */
final class OpenGraph implements OnnxSession {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> truths;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  OpenGraph(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    this.truths = truths(session);
  }

  @Override
  public OnnxOutputs run(Map<String, OnnxTensor> inputs) {
    if (!inputs.keySet().equals(session.getInputNames())) {
      throw new IllegalArgumentException(
          "the graph takes %s, not %s".formatted(session.getInputNames(), inputs.keySet()));
    }
    lock.readLock().lock();
    Map<String, ai.onnxruntime.OnnxTensor> given = new HashMap<>();
    try {
      if (closed) {
        throw new IllegalStateException("the graph is closed");
      }
      for (Map.Entry<String, OnnxTensor> input : inputs.entrySet()) {
        given.put(input.getKey(), lend(input.getKey(), input.getValue()));
      }
      try (OrtSession.Result result = session.run(given)) {
        return take(result);
      }
    } catch (OrtException e) {
      if (e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      throw new SpeechException(ErrorCode.INTERNAL, "the model failed while it ran", e);
    } finally {
      given.values().forEach(ai.onnxruntime.OnnxTensor::close);
      lock.readLock().unlock();
    }
  }

  private ai.onnxruntime.OnnxTensor lend(String name, OnnxTensor tensor) throws OrtException {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    return switch (tensor) {
      case OnnxTensor.Floats(float[] values, _) ->
          ai.onnxruntime.OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
      case OnnxTensor.Longs(long[] values, _) ->
          truths.contains(name)
              ? ai.onnxruntime.OnnxTensor.createTensor(
                  environment, truths(values), shape, OnnxJavaType.BOOL)
              : ai.onnxruntime.OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    };
  }

  private static ByteBuffer truths(long[] values) {
    ByteBuffer truths = ByteBuffer.allocateDirect(values.length);
    for (int i = 0; i < values.length; i++) {
      truths.put(i, (byte) (values[i] == 0 ? 0 : 1));
    }
    return truths;
  }

  /** The inputs that take truth values. */
  private static Set<String> truths(OrtSession session) throws OrtException {
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (input.getValue().getInfo() instanceof TensorInfo tensor
          && tensor.type == OnnxJavaType.BOOL) {
        names.add(input.getKey());
      }
    }
    return names;
  }

  private static OnnxOutputs take(OrtSession.Result result) {
    Map<String, OnnxTensor> outputs = new HashMap<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      outputs.put(output.getKey(), take(output.getKey(), output.getValue()));
    }
    return new OnnxOutputs(outputs);
  }

  private static OnnxTensor take(String name, OnnxValue value) {
    if (value instanceof ai.onnxruntime.OnnxTensor tensor) {
      TensorInfo info = tensor.getInfo();
      if (info.type == OnnxJavaType.FLOAT) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return OnnxTensor.of(values, info.getShape());
      }
      if (info.type == OnnxJavaType.INT64) {
        LongBuffer buffer = tensor.getLongBuffer();
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        return OnnxTensor.of(values, info.getShape());
      }
    }
    throw new IllegalStateException(
        "output '" + name + "' is neither of 32-bit real nor of 64-bit whole numbers");
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the graph could not be freed", e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
