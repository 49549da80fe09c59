package ai.stt.config.cli;

import ai.stt.config.wiring.Program;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is wanted of recognition, of recordings and of streams alike. */
final class SpeechOptions {
  @Option(names = "--model", paramLabel = "ID", description = "Default: the configured one.")
  private @Nullable String model;

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "ISO code or English name (default: detect it).")
  private @Nullable String language;

  @Option(names = "--prompt", paramLabel = "TEXT", description = "Words and names to expect.")
  private @Nullable String prompt;

  @Option(names = "--diarize", description = "Tell speakers apart.")
  private boolean diarize;

  /** The model that is asked for, or else the configured one. */
  String model(Program program) {
    return model == null ? program.settings().transcription().defaultModel() : model;
  }

  @Nullable String language() {
    return language;
  }

  @Nullable String prompt() {
    return prompt;
  }

  boolean diarize() {
    return diarize;
  }
}
