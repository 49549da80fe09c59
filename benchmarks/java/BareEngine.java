import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.speech.Hearing;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.plugin.Capability;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Our own engines and plugins with nothing around them: no HTTP, no decoding, no JSON. Arguments: a
 * settings file, a model's id, a beam size. Reads a line each: a file of little-endian float32 at 16 kHz, TAB, a
 * language; answers the seconds that the transcription took, TAB, the text, TAB, the starts of the
 * words in seconds.
 */
final class BareEngine {
  private BareEngine() {}

  public static void main(String[] args) throws Exception {
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, Path.of(args[0]), "benchmark").settings();
    int beam = Integer.parseInt(args[2]);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Program program = Program.assemble(home, settings, Role.VISITOR)) {
      ModelRegistry models = program.get(ModelRegistry.class);
      hear(models, models.lease(Capability.TRANSCRIPTION, args[1]), beam, lines);
    }
  }

  private static void hear(
      ModelRegistry models, Lease<Transcriber> model, int beam, BufferedReader lines)
      throws Exception {
    try (Lease<Transcriber> lease = model) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] request = line.split("\t", -1);
        var recording = new RecordingInMemory(Path.of(request[0]));
        var options = new TranscriptionOptions(request[1], null, beam);
        long started = System.nanoTime();
        try (var hearing = new Hearing(recording, models, null, () -> false)) {
          var heard =
              hearing.finish(
                  lease.model().transcribe(hearing, options, TranscriptionListener.NONE));
          double seconds = (System.nanoTime() - started) / 1e9;
          System.out.println(seconds + "\t" + text(heard) + "\t" + starts(heard));
        }
      }
    }
  }

  private static String text(Hearing.Heard heard) {
    return heard.transcript().segments().stream()
        .map(segment -> segment.text().replaceAll("\\s", " "))
        .collect(Collectors.joining(" "));
  }

  private static String starts(Hearing.Heard heard) {
    return heard.transcript().segments().stream()
        .flatMap(segment -> segment.words().stream())
        .map(word -> String.valueOf(word.start()))
        .collect(Collectors.joining(" "));
  }
}
