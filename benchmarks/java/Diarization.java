import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.plugin.Capability;
import ai.stt.plugin.diarization.DiarizationListener;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.speech.diarization.SpeakerTurn;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Our diarizer with nothing around it. Argument: a settings file. Reads a line each: a file of
 * little-endian float32 at 16 kHz; answers the seconds it took, TAB, the turns as START END SPEAKER
 * with commas between them.
 */
final class Diarization {
  private Diarization() {}

  public static void main(String[] args) throws Exception {
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, Path.of(args[0]), "benchmark").settings();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Program program = Program.assemble(home, settings, Role.VISITOR);
        Lease<Diarizer> model =
            program
                .get(ModelRegistry.class)
                .lease(Capability.DIARIZATION, "pyannote-campplus")) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var audio = new RecordingInMemory(Path.of(line));
        long started = System.nanoTime();
        List<SpeakerTurn> turns =
            model.model().diarize(audio, DiarizationOptions.UNKNOWN, DiarizationListener.NONE);
        double seconds = (System.nanoTime() - started) / 1e9;
        String said =
            turns.stream()
                .map(turn -> turn.start() + " " + turn.end() + " " + turn.speaker())
                .collect(Collectors.joining(","));
        System.out.println(seconds + "\t" + said);
      }
    }
  }
}
