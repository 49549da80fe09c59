package ai.stt.config.cli;

import ai.stt.app.live.LiveOptions;
import ai.stt.app.live.LiveSession;
import ai.stt.app.live.StreamSpeech;
import ai.stt.config.wiring.Program;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes down speech while it is spoken, in this process, without a server. */
@Command(
    name = "live",
    description = "Transcribe speech while it is spoken.",
    mixinStandardHelpOptions = true)
final class LiveCommand implements Callable<Integer> {
  private static final Duration TAIL = Duration.ofSeconds(60);
  private static final Duration TAIL_AFTER_INTERRUPT = Duration.ofSeconds(5);

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "A file, played in real time; - reads raw PCM (s16le, 16 kHz, mono) from standard input;"
              + " none listens to the microphone.")
  private @Nullable String file;

  @Mixin private SpeechOptions speech = new SpeechOptions();

  @Option(
      names = "--endpointing",
      paramLabel = "MS",
      description = "The pause that ends a line, in milliseconds (default: the configured one).")
  private @Nullable Integer endpointing;

  @Option(
      names = "--denoise",
      paramLabel = "ID",
      description = "Take noise out first, with this model: gtcrn.")
  private @Nullable String denoise;

  @Mixin private SettingsOption settings = new SettingsOption();

  private final Console console;

  LiveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (Program program = settings.start()) {
      var setUp = new SetUp(program, console);
      setUp.run();
      if (speech.diarize()) {
        setUp.diarization();
      }
      if (denoise != null) {
        setUp.model(denoise);
      }
      var lines = new LiveLines(console);
      String wanted = speech.model(program);
      Duration pause = endpointing == null ? null : Duration.ofMillis(endpointing);
      var options =
          new LiveOptions(
              wanted, speech.language(), speech.prompt(), true, pause, speech.diarize(), denoise);
      try (LiveAudio audio = LiveAudio.open(program, file, console);
          LiveSession session = program.get(StreamSpeech.class).open(options, lines)) {
        if (!session.model().equals(wanted)) {
          console.note("%s is not installed, so %s is used".formatted(wanted, session.model()));
        }
        return listen(audio, session, lines);
      }
    }
  }

  private static int listen(LiveAudio audio, LiveSession session, LiveLines lines)
      throws Exception {
    Thread interrupted = new Thread(() -> endInPeace(session), "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    for (float[] next = audio.read(); next != null && !lines.hasFailed(); next = audio.read()) {
      session.feed(next);
    }
    session.finish();
    var _ = session.await(TAIL);
    try {
      Runtime.getRuntime().removeShutdownHook(interrupted);
    } catch (IllegalStateException e) {
      return ExitCode.INTERRUPTED; // the process is ending already
    }
    SpeechException failure = lines.failure();
    if (failure != null) {
      throw failure;
    }
    return ExitCode.DONE;
  }

  /** Ctrl-C is how a microphone is switched off: what was said before is told. */
  private static void endInPeace(LiveSession session) {
    session.finish();
    try {
      var _ = session.await(TAIL_AFTER_INTERRUPT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
