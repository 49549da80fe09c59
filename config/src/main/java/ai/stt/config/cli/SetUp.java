package ai.stt.config.cli;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelStore;
import ai.stt.config.wiring.Program;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.engine.whisper.WhisperEngineChoice;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.SpeechException;
import java.util.List;

/** Fetches, once, what a fresh machine lacks: the engine's library and the first models. */
record SetUp(Program program, Console console) {
  /**
   * Fetches what recognition needs and is missing.
   *
   * @throws SpeechException when it cannot be had
   */
  void run() throws InterruptedException {
    if (program.settings().whisper().engineChoice() == WhisperEngineChoice.WHISPER_CPP) {
      whisperCpp();
    } else {
      leniently("going on without; only quantised weights need it", this::whisperCpp);
    }
    initialModel();
    fetchLeniently(program.settings().models().voiceActivity());
  }

  private void whisperCpp() throws InterruptedException {
    NativeLibraries natives = program.get(NativeLibraries.class);
    if (program.settings().whisperCpp().library().isBlank()
        && natives.installed("whisper.cpp").isEmpty()) {
      try (ProgressBar bar = console.bar("whisper.cpp")) {
        console.note("fetching whisper.cpp (once)");
        natives.ensure("whisper.cpp", console.drawing(bar));
      }
    }
  }

  private void initialModel() throws InterruptedException {
    ModelStore store = program.get(ModelStore.class);
    String initial = program.settings().models().initial();
    if (!initial.isBlank() && !anyTranscriptionModel(store)) {
      fetch(store, initial);
    }
  }

  /** Fetches what tells speakers apart. */
  void diarization() throws InterruptedException {
    fetchLeniently(program.settings().models().diarization());
  }

  /** Fetches a model that somebody named. */
  void model(String id) throws InterruptedException {
    fetchLeniently(List.of(id));
  }

  /** Fetches what takes out noise. */
  void enhancement() throws InterruptedException {
    fetchLeniently(program.settings().models().enhancement());
  }

  /** Fetches what tells the meaning of texts. */
  void embedding() throws InterruptedException {
    fetchLeniently(program.settings().models().embedding());
  }

  /** Recognition works without these. */
  private void fetchLeniently(List<String> ids) throws InterruptedException {
    if (program.settings().catalogs().offline()) {
      return;
    }
    ModelStore store = program.get(ModelStore.class);
    for (String id : ids) {
      leniently(
          "going on without; to have it not tried again, see models in the settings",
          () -> {
            if (store.findInstalled(id).isEmpty()) {
              fetch(store, id);
            }
          });
    }
  }

  private void leniently(String otherwise, Step step) throws InterruptedException {
    try {
      step.run();
    } catch (SpeechException e) {
      console.note(e.getMessage());
      console.note(otherwise);
    }
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private void fetch(ModelStore store, String id) throws InterruptedException {
    try (ProgressBar bar = console.bar(id)) {
      console.note("fetching the model %s (once)".formatted(id));
      store.pull(id, false, console.drawing(bar));
    }
  }

  /** The same for a server, which also runs without: it then says what it cannot do. */
  void runLeniently() throws InterruptedException {
    String otherwise = "serving without; 'stt doctor' tells what is missing";
    leniently(otherwise, this::whisperCpp);
    leniently(otherwise, this::initialModel);
    fetchLeniently(program.settings().models().voiceActivity());
    diarization();
    enhancement();
    embedding();
  }

  private static boolean anyTranscriptionModel(ModelStore store) {
    return store.installed().stream()
        .anyMatch(
            model ->
                store
                    .find(model.descriptor().id())
                    .map(CatalogEntry::capability)
                    .orElse(Capability.TRANSCRIPTION.id())
                    .equals(Capability.TRANSCRIPTION.id()));
  }
}
