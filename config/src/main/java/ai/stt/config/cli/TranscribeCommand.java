package ai.stt.config.cli;

import ai.stt.app.transcription.PendingTranscription;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionCommand;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.config.wiring.Program;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Transcribes files in this process, without a server. */
@Command(
    name = "transcribe",
    description = "Transcribe audio or video files.",
    mixinStandardHelpOptions = true)
final class TranscribeCommand implements Callable<Integer> {
  private static final Duration REDRAW = Duration.ofMillis(200);

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files; - reads standard input.")
  private List<String> files = List.of();

  @Mixin private SpeechOptions speech = new SpeechOptions();

  @Option(
      names = "--speakers",
      paramLabel = "N",
      description = "How many there are, 1 to 50 (implies --diarize; default: find out).")
  private @Nullable Integer speakers;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: txt).")
  private OutputFormat format = OutputFormat.txt;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "A file, or a folder for one NAME.FORMAT each (default: standard output).")
  private @Nullable String output;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Spec private @Nullable CommandSpec spec;

  private final Console console;

  TranscribeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    var writer = TranscriptWriter.to(output, console.out(), format, files.size() > 1);
    if (!writer.canHoldAll()) {
      throw misused("several files as %s need --output FOLDER".formatted(format));
    }
    Optional<String> clash = writer.clash(files);
    if (clash.isPresent()) {
      throw misused(
          "the transcripts of %s would be one file; give them to two commands with two folders"
              .formatted(clash.get()));
    }
    DiarizationOptions diarization = diarization();
    makeRoom(writer);
    int worst = ExitCode.DONE;
    try (Program program = settings.start()) {
      var setUp = new SetUp(program, console);
      setUp.run();
      if (diarization != null) {
        setUp.diarization();
      }
      for (String file : files) {
        worst = ExitCode.worse(worst, transcribe(program, writer, file));
      }
    }
    return worst;
  }

  /** Before anybody works for hours on what could not be written. */
  private void makeRoom(TranscriptWriter writer) {
    try {
      writer.makeRoom();
    } catch (IOException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--output %s: no transcript can be written there".formatted(output),
          e);
    }
  }

  private ParameterException misused(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }

  private @Nullable DiarizationOptions diarization() {
    Integer count = speakers;
    if (count != null && (count < 1 || count > DiarizationOptions.MAX_SPEAKERS)) {
      throw misused("--speakers is a whole number from 1 to " + DiarizationOptions.MAX_SPEAKERS);
    }
    if (count != null) {
      return new DiarizationOptions(count);
    }
    return speech.diarize() ? DiarizationOptions.UNKNOWN : null;
  }

  private int transcribe(Program program, TranscriptWriter writer, String file) throws IOException {
    boolean piped = file.equals("-");
    Path media = piped ? program.home().spool(System.in) : Path.of(file);
    try {
      if (!Files.isReadable(media) || Files.isDirectory(media)) {
        throw new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "no such file, or not readable");
      }
      TranscriptionResult result = run(program, media);
      writer.write(file, result);
      if (diarization() != null && result.turns() == null) {
        throw new SpeechException(
            ErrorCode.MODEL_UNAVAILABLE,
            "no model that tells speakers apart is live, so nobody is named; 'stt doctor' tells why");
      }
      return ExitCode.DONE;
    } catch (SpeechException | InterruptedException | IOException e) {
      console.err().print(files.size() > 1 ? file + ": " : "");
      Cli.tell(console, e);
      return ExitCode.of(e);
    } finally {
      if (piped) {
        Files.deleteIfExists(media);
      }
    }
  }

  private TranscriptionResult run(Program program, Path media) throws InterruptedException {
    String wanted = speech.model(program);
    PendingTranscription pending =
        program
            .get(TranscribeMedia.class)
            .start(
                new TranscriptionCommand(
                    media, wanted, speech.language(), speech.prompt(), diarization()),
                TranscriptionListener.NONE);
    if (!pending.model().equals(wanted)) {
      console.note(
          "%s is not installed, so %s is used; to install it: stt models pull %s"
              .formatted(wanted, pending.model(), wanted));
    }
    try (ProgressBar bar = console.bar("transcribing")) {
      while (true) {
        Optional<TranscriptionResult> result = pending.await(REDRAW);
        if (result.isPresent()) {
          return result.get();
        }
        double speed = pending.heardSeconds() / bar.elapsedSeconds();
        String note = "%.1fx real time".formatted(speed);
        if (pending.progress().isPresent()) {
          bar.update(pending.progress().getAsDouble(), note);
        } else { // as browsers record: the file does not say how long it is
          bar.update("%.0f s heard  %s".formatted(pending.heardSeconds(), note));
        }
      }
    } finally {
      pending.cancel();
    }
  }
}
