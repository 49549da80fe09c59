import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.plugin.Capability;
import ai.stt.plugin.embedding.Embedder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes vectors with the plugin. Arguments: a settings file, a model's id. For each line {@code IN OUT} of standard
 * input, the vectors of the lines of IN; answers the seconds, and writes them to OUT, a line each, when it is named.
 */
final class EmbedSpeed {
  private EmbedSpeed() {}

  public static void main(String[] args) throws Exception {
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, Path.of(args[0]), "benchmark").settings();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Program program = Program.assemble(home, settings, Role.VISITOR);
        Lease<Embedder> lease = program.get(ModelRegistry.class).lease(Capability.EMBEDDING, args[1])) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] files = line.split("\t", -1);
        List<String> texts = Files.readAllLines(Path.of(files[0]));
        long started = System.nanoTime();
        float[][] vectors = lease.model().embed(texts);
        double seconds = (System.nanoTime() - started) / 1e9;
        if (!files[1].isEmpty()) {
          write(vectors, Path.of(files[1]));
        }
        System.out.println(seconds);
      }
    }
  }

  private static void write(float[][] vectors, Path file) throws Exception {
    var text = new StringBuilder();
    for (float[] vector : vectors) {
      for (float number : vector) {
        text.append(number).append(' ');
      }
      text.append('\n');
    }
    Files.writeString(file, text);
  }
}
