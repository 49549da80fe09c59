import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.plugin.Capability;
import ai.stt.plugin.enhancement.EnhancementOptions;
import ai.stt.plugin.enhancement.Enhancer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Our enhancers with nothing around them. Argument: a settings file. Reads a line each: a file of
 * little-endian float32 at the model's rate, TAB, a model's id, TAB, a file to be written likewise;
 * answers the seconds that the model took.
 */
final class Enhancement {
  private Enhancement() {}

  public static void main(String[] args) throws Exception {
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, Path.of(args[0]), "benchmark").settings();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Program program = Program.assemble(home, settings, Role.VISITOR)) {
      ModelRegistry models = program.get(ModelRegistry.class);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] request = line.split("\t", -1);
        try (Lease<Enhancer> model = models.lease(Capability.ENHANCEMENT, request[1])) {
          float[] samples = RecordingInMemory.samples(Path.of(request[0]));
          float[] out = new float[samples.length];
          long started = System.nanoTime();
          enhance(model.model(), samples, out);
          double seconds = (System.nanoTime() - started) / 1e9;
          write(out, Path.of(request[2]));
          System.out.println(seconds);
        }
      }
    }
  }

  private static void enhance(Enhancer model, float[] samples, float[] out) {
    int second = model.sampleRateHz();
    int given = 0;
    try (var stream = model.open(EnhancementOptions.DEFAULT)) {
      for (int at = 0; at < samples.length; at += second) {
        float[] part =
            stream.feed(Arrays.copyOfRange(samples, at, Math.min(at + second, samples.length)));
        System.arraycopy(part, 0, out, given, part.length);
        given += part.length;
      }
      float[] rest = stream.finish();
      System.arraycopy(rest, 0, out, given, rest.length);
    }
  }

  private static void write(float[] samples, Path file) throws IOException {
    var bytes = ByteBuffer.allocate(samples.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(samples);
    Files.write(file, bytes.array());
  }
}
