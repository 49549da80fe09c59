package ai.stt.http.testing;

import ai.stt.app.model.LiveModel;
import ai.stt.app.operation.DeviceState;
import ai.stt.app.operation.Devices;
import ai.stt.app.operation.ModelOperations;
import ai.stt.app.operation.OperatedModel;
import ai.stt.app.operation.PluginState;
import ai.stt.http.operation.WorkPlaces;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.model.ModelDescriptor;
import ai.stt.speech.model.ModelStatus;
import ai.stt.speech.model.Speed;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** One plugin that runs with one model, one that failed, a processor and a GPU. Thread-safe. */
public final class FakeOperations implements ModelOperations, Devices {
  static final List<WorkPlaces> QUEUES = List.of(new WorkPlaces("recordings", () -> 2, () -> 7));

  private volatile boolean loaded;
  private volatile boolean pinned;
  private volatile boolean used;

  /** Whether somebody uses the model. */
  public void use(boolean now) {
    used = now;
  }

  @Override
  public List<PluginState> plugins() {
    return List.of(
        new PluginState(
            "w.zip", "whisper", "1.0.0", "stt", "Apache-2.0", "Words.", "ours", true, null),
        new PluginState(
            "bad.zip", null, null, null, null, null, null, false, "it is not a whole zip"));
  }

  @Override
  public List<OperatedModel> models() {
    var descriptor = new ModelDescriptor("base", "Base", "A model.", List.of("en"), Speed.FAST);
    var live =
        new LiveModel(
            "transcription",
            descriptor,
            "whisper",
            "1.0.0",
            "cpu",
            loaded ? ModelStatus.READY : ModelStatus.AVAILABLE,
            null);
    return List.of(new OperatedModel(live, 1000, 900, used ? 1 : 0, pinned, Instant.EPOCH));
  }

  @Override
  public void load(String id) {
    check(id);
    loaded = true;
  }

  @Override
  public void unload(String id) {
    check(id);
    if (used) {
      throw new SpeechException(ErrorCode.CONFLICT, "model 'base' is in use");
    }
    loaded = false;
  }

  @Override
  public void pin(String id, boolean pin) {
    check(id);
    loaded |= pin;
    pinned = pin;
  }

  private static void check(String id) {
    if (!id.equals("base")) {
      throw new SpeechException(ErrorCode.NOT_FOUND, "there is no such model");
    }
  }

  @Override
  public List<DeviceState> now() {
    return List.of(
        new DeviceState("cpu", "8 x amd64", 16_000, 9_000, OptionalDouble.empty()),
        new DeviceState("cuda:0", "H200", 140_000, 139_000, OptionalDouble.of(0.25)));
  }
}
