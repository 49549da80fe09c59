package ai.stt.inference.registry;

import ai.stt.app.model.ModelCall;
import ai.stt.app.model.ModelWatcher;
import ai.stt.speech.error.SpeechException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class HeardCalls implements ModelWatcher {
  final List<ModelCall> calls = new CopyOnWriteArrayList<>();
  final Map<Thread, SpeechException> lost = new ConcurrentHashMap<>();

  /** Done when a call is told, or a thread is lost. */
  volatile Runnable onCall = () -> {};

  volatile Runnable onLost = () -> {};

  @Override
  public void called(ModelCall call) {
    onCall.run();
    calls.add(call);
  }

  @Override
  public void lost(Thread thread, SpeechException failure) {
    onLost.run();
    lost.put(thread, failure);
  }
}
