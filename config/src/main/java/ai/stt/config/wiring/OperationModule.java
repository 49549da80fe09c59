package ai.stt.config.wiring;

import ai.stt.app.live.LiveWatcher;
import ai.stt.app.model.ModelWatcher;
import ai.stt.app.operation.DeviceHealth;
import ai.stt.app.operation.Devices;
import ai.stt.app.operation.ModelOperations;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.text.FindNames;
import ai.stt.app.text.TextWork;
import ai.stt.config.tracing.RequestSpans;
import ai.stt.config.tracing.Tracing;
import ai.stt.config.tracing.WorkSpans;
import ai.stt.http.access.Callers;
import ai.stt.http.operation.MetricsResource;
import ai.stt.http.operation.OperationResource;
import ai.stt.http.operation.ServerMetrics;
import ai.stt.http.operation.WorkPlaces;
import ai.stt.inference.device.MachineDevices;
import ai.stt.inference.registry.HotModelRegistry;
import ai.stt.speech.error.SpeechException;
import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import java.util.List;

/** What the operator sees and changes while the server runs. */
final class OperationModule extends AbstractModule {
  private final Closing closing;

  OperationModule(Closing closing) {
    this.closing = closing;
  }

  @Provides
  @Singleton
  Tracing tracing() {
    return closing.later(Tracing.of(System.getenv()));
  }

  @Provides
  @Singleton
  WorkSpans workSpans(Tracing tracing) {
    return new WorkSpans(tracing);
  }

  @Provides
  @Singleton
  RequestSpans requestSpans(Tracing tracing) {
    return new RequestSpans(tracing);
  }

  @ProvidesIntoSet
  ModelWatcher traced(WorkSpans spans) {
    return spans;
  }

  @Provides
  @Singleton
  Devices devices() {
    return new MachineDevices();
  }

  @Provides
  @Singleton
  DeviceHealth health() {
    return new DeviceHealth();
  }

  @Provides
  ModelOperations operations(HotModelRegistry registry) {
    return registry.operations();
  }

  @Provides
  @Singleton
  ServerMetrics metrics() {
    return new ServerMetrics();
  }

  @ProvidesIntoSet
  ModelWatcher counted(ServerMetrics metrics) {
    return metrics;
  }

  @Provides
  LiveWatcher countedStreams(ServerMetrics metrics) {
    return metrics;
  }

  /** Whoever waits for a thread that is lost is told, and another takes its place. */
  @ProvidesIntoSet
  ModelWatcher places(WorkQueue recordings, TextWork texts, Provider<FindNames> names) {
    return new ModelWatcher() {
      @Override
      public void lost(Thread thread, SpeechException failure) {
        recordings.giveUp(thread, failure);
        texts.giveUp(thread, failure);
        names.get().giveUp(thread, failure);
      }
    };
  }

  @Provides
  List<WorkPlaces> queues(WorkQueue recordings, TextWork texts) {
    return List.of(
        new WorkPlaces("recordings", recordings::running, recordings::waiting),
        new WorkPlaces("texts", texts::running, texts::waiting));
  }

  @ProvidesIntoSet
  @Resource
  Object operation(
      Callers callers, ModelOperations operations, Devices devices, List<WorkPlaces> queues) {
    return new OperationResource(callers, operations, devices, queues);
  }

  @ProvidesIntoSet
  @Resource
  Object metricsResource(
      Callers callers,
      ServerMetrics metrics,
      ModelOperations operations,
      Devices devices,
      List<WorkPlaces> queues) {
    return new MetricsResource(callers, metrics, operations, devices, queues);
  }
}
