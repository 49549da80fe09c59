package ai.stt.config.cli;

import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that every command with settings has. */
final class SettingsOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings that differ from the defaults (default: config.yml in $STT_HOME).")
  private @Nullable Path config;

  SettingsLoader load() {
    return SettingsLoader.read(Home.ofProcess(), config, Version.current());
  }

  /** The program, wired and not yet doing anything. The caller closes it. */
  Program start() {
    SettingsLoader loaded = load();
    loaded.setOneDecoder();
    return Program.assemble(Home.ofProcess(), loaded.settings(), Role.VISITOR);
  }
}
