package ai.stt.config.cli;

import ai.stt.app.catalog.CatalogEntry;
import ai.stt.app.catalog.ModelStore;
import ai.stt.config.wiring.Program;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.SpeechException;

/** Fetches, once, what a fresh machine lacks: the engine's library and the first models. */
record SetUp(Program program, Console console) {
  /** Fetches what is missing. */
  void run() throws InterruptedException {
    if (program.settings().whisperCpp().library().isBlank()) {
      NativeLibraries natives = program.get(NativeLibraries.class);
      if (natives.installed("whisper.cpp").isEmpty()) {
        try (ProgressBar bar = console.bar("whisper.cpp")) {
          console.note("fetching whisper.cpp (once)");
          natives.ensure("whisper.cpp", console.drawing(bar));
        }
      }
    }
    fetch(Capability.TRANSCRIPTION, program.settings().models().initial());
  }

  /** Fetches the model that takes out noise. */
  void runForEnhancement() throws InterruptedException {
    fetch(Capability.ENHANCEMENT, program.settings().models().initialEnhancement());
  }

  private void fetch(Capability<?> capability, String initial) throws InterruptedException {
    ModelStore store = program.get(ModelStore.class);
    if (!initial.isBlank() && !anyModel(store, capability)) {
      try (ProgressBar bar = console.bar(initial)) {
        console.note("fetching the model %s (once)".formatted(initial));
        store.pull(initial, false, console.drawing(bar));
      }
    }
  }

  /** The same for a server, which also runs without: it then says what it cannot do. */
  void runLeniently() throws InterruptedException {
    try {
      run();
      runForEnhancement();
    } catch (SpeechException e) {
      console.note(e.getMessage());
      console.note("serving without; 'stt doctor' tells what is missing");
    }
  }

  private static boolean anyModel(ModelStore store, Capability<?> capability) {
    return store.installed().stream()
        .anyMatch(
            model ->
                store
                    .find(model.descriptor().id())
                    .map(CatalogEntry::capability)
                    .orElse(Capability.TRANSCRIPTION.id())
                    .equals(capability.id()));
  }
}
