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

  @Override
  public void called(ModelCall call) {
    calls.add(call);
  }

  @Override
  public void lost(Thread thread, SpeechException failure) {
    lost.put(thread, failure);
  }
}
