package ai.stt.config.cli;

import ai.stt.config.server.DatabaseStart;
import ai.stt.config.server.SttServer;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts the server in an empty home, asks it a few things and stops it, so that the JVM that runs
 * this with {@code -XX:AOTCacheOutput} learns which classes a start needs. Called by the launcher.
 */
@Command(name = "rehearse", hidden = true, mixinStandardHelpOptions = true)
final class RehearseCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("stt-rehearsal");
    try {
      var home = new Home(folder);
      SettingsLoader loaded = SettingsLoader.read(home, null, Version.current());
      loaded.setPort(0);
      try (Program program = Program.assemble(home, loaded.settings(), Role.SERVER)) {
        DatabaseStart database = DatabaseStart.begin(program, key -> {});
        var server = new SttServer(program, loaded.dropwizardYaml(), database);
        server.start();
        ask(server.uri());
        server.stop();
      }
      return ExitCode.DONE;
    } finally {
      delete(folder);
    }
  }

  private static void ask(URI server) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      for (String path : new String[] {"/health", "/v1/models", "/v1/languages", "/nowhere"}) {
        client.send(
            HttpRequest.newBuilder(server.resolve(path)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
      var upload =
          HttpRequest.newBuilder(server.resolve("/v1/transcribe"))
              .header("Content-Type", "multipart/form-data; boundary=x")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      String.join(
                          "\r\n",
                          "--x",
                          "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"",
                          "",
                          "no sound",
                          "--x--",
                          "")))
              .build();
      client.send(upload, HttpResponse.BodyHandlers.discarding());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
