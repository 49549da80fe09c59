import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.plugin.Capability;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.TextAnalyst;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What models in a process of their own cost. Argument: {@code in-process} or {@code process}. Prints one line, with tabs:
 * microseconds of a call that does nearly nothing (median and 99th percentile of 20,000), milliseconds of CPU-bound voice
 * activity per MB of audio in pieces of a second, and of a sound of 32 ms (median, microseconds); MB that this process takes.
 */
final class WorkerSpeed {
  private static final int CALLS = 20_000;
  private static final int SECONDS = 300;
  private static final int RATE = 16_000;
  private static final int FRAME = 512;

  private WorkerSpeed() {}

  public static void main(String[] args) throws Exception {
    Path own = Files.createTempFile("worker", ".yml");
    Files.writeString(own, "inference: {isolation: %s}\n".formatted(args[0]));
    var settings = SettingsLoader.read(Home.ofProcess(), own, "benchmark").settings();
    try (Program program = Program.assemble(Home.ofProcess(), settings, Role.VISITOR)) {
      ModelRegistry models = program.get(ModelRegistry.class);
      double[] calls = calls(models);
      double[] sounds = sounds(models);
      long resident = resident();
      System.out.printf(
          "%.1f\t%.1f\t%.2f\t%.1f\t%d%n",
          calls[CALLS / 2], calls[CALLS * 99 / 100], sounds[0], sounds[1], resident);
    }
    Files.delete(own);
    System.exit(0);
  }

  private static double[] calls(ModelRegistry models) throws Exception {
    SourceText text = SourceText.of("So?");
    try (Lease<TextAnalyst> lease = models.lease(Capability.TEXT_ANALYSIS, "extractive")) {
      double[] micros = new double[CALLS];
      for (int i = -CALLS; i < CALLS; i++) {
        long start = System.nanoTime();
        var _ = lease.model().questions(text);
        micros[Math.max(i, 0)] = (System.nanoTime() - start) / 1e3;
      }
      Arrays.sort(micros);
      return micros;
    }
  }

  private static double[] sounds(ModelRegistry models) throws Exception {
    String id =
        models.live().stream()
            .filter(model -> model.capability().equals(Capability.VOICE_ACTIVITY.id()))
            .findFirst()
            .orElseThrow()
            .descriptor()
            .id();
    try (Lease<VoiceActivityDetector> lease = models.lease(Capability.VOICE_ACTIVITY, id);
        VoiceActivityStream stream = lease.model().open()) {
      double[] seconds = fed(stream, RATE / FRAME * FRAME, SECONDS);
      double[] frames = fed(stream, FRAME, 3000);
      double bytes = RATE / FRAME * FRAME * Float.BYTES;
      return new double[] {seconds[seconds.length / 2] / 1e3 / bytes * 1e6, frames[frames.length / 2]};
    }
  }

  /** Microseconds of each piece, sorted. */
  private static double[] fed(VoiceActivityStream stream, int samples, int times) {
    float[] sound = new float[samples];
    for (int i = 0; i < samples; i++) {
      sound[i] = (float) Math.sin(i / 10.0) / 4;
    }
    double[] micros = new double[times];
    for (int i = -times / 5; i < times; i++) {
      long start = System.nanoTime();
      var _ = stream.feed(sound);
      micros[Math.max(i, 0)] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(micros);
    return micros;
  }

  private static long resident() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    return 0;
  }
}
