import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.operation.ModelOperations;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.inference.device.ProcessMemory;
import ai.stt.plugin.Capability;
import ai.stt.plugin.voiceactivity.VoiceActivityDetector;
import ai.stt.plugin.voiceactivity.VoiceActivityStream;
import ai.stt.speech.error.SpeechException;
import java.lang.management.ManagementFactory;

/**
 * A model on ONNX Runtime that is loaded, used and freed a hundred times. Prints one line, with tabs: kilobytes of heap and
 * of resident memory after 20, 60 and 100 rounds, and the milliseconds of a round.
 */
final class LoadRounds {
  private static final int ROUNDS = 100;
  private static final int SECOND = 16_000;
  private static final String MODEL = "silero-vad-16k";

  private LoadRounds() {}

  public static void main(String[] args) throws Exception {
    var settings = SettingsLoader.read(Home.ofProcess(), null, "benchmark").settings();
    var line = new StringBuilder();
    try (Program program = Program.assemble(Home.ofProcess(), settings, Role.VISITOR)) {
      ModelRegistry models = program.get(ModelRegistry.class);
      ModelOperations operations = program.get(ModelOperations.class);
      long nanos = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        long start = System.nanoTime();
        use(models);
        unload(operations);
        nanos += System.nanoTime() - start;
        if (round == 20 || round == 60 || round == ROUNDS) {
          line.append(memory());
        }
      }
      line.append("%.1f".formatted(nanos / 1e6 / ROUNDS));
    }
    System.out.println(line);
    System.exit(0);
  }

  private static void use(ModelRegistry models) throws Exception {
    try (Lease<VoiceActivityDetector> lease = models.lease(Capability.VOICE_ACTIVITY, MODEL);
        VoiceActivityStream stream = lease.model().open()) {
      var _ = stream.feed(new float[SECOND]);
    }
  }

  private static void unload(ModelOperations operations) throws Exception {
    while (true) {
      try {
        operations.unload(MODEL);
        return;
      } catch (SpeechException e) {
        Thread.sleep(1);
      }
    }
  }

  private static String memory() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(200);
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return "%d\t%d\t".formatted(heap >> 10, ProcessMemory.residentBytes() >> 10);
  }
}
