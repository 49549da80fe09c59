package ai.stt.config.wiring;

import ai.stt.app.model.ModelCall;
import ai.stt.app.model.ModelWatcher;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.Set;

/** Several that are told what models do. */
record Watchers(Set<ModelWatcher> all) implements ModelWatcher {
  @Override
  public void called(ModelCall call) {
    all.forEach(each -> each.called(call));
  }

  @Override
  public void loaded(String capability, String model, Duration took, boolean usable) {
    all.forEach(each -> each.loaded(capability, model, took, usable));
  }

  @Override
  public void lost(Thread thread, SpeechException failure) {
    all.forEach(each -> each.lost(thread, failure));
  }
}
