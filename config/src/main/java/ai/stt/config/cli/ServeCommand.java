package ai.stt.config.cli;

import ai.stt.config.server.DatabaseStart;
import ai.stt.config.server.SttServer;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(name = "serve", description = "Serve the API.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: 8080; 0 for any free one.")
  private @Nullable Integer port;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Spec private @Nullable CommandSpec spec;

  private final Console console;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    SettingsLoader loaded = settings.load();
    if (port != null) {
      if (port < 0 || port > MAX_PORT) {
        throw new ParameterException(
            Objects.requireNonNull(spec).commandLine(), "--port is a number from 0 to " + MAX_PORT);
      }
      loaded.setPort(port);
    }
    try (Program program = Program.assemble(Home.ofProcess(), loaded.settings(), Role.SERVER)) {
      DatabaseStart database = DatabaseStart.begin(program, this::showAdminKey);
      new SetUp(program, console).runLeniently();
      var server = new SttServer(program, loaded.dropwizardYaml(), database);
      server.start();
      console.note("ready on %s (try it: %s/docs)".formatted(server.uri(), server.uri()));
      server.join();
    }
    return ExitCode.DONE;
  }

  private void showAdminKey(String key) {
    console.note("your admin key, shown this once (account admin): " + key);
  }
}
