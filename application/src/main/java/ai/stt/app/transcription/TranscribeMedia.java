package ai.stt.app.transcription;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.model.EnginesLost;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.scheduling.BriefWork;
import ai.stt.app.scheduling.Priority;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.speech.Hearing;
import ai.stt.plugin.Capability;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * Transcribes a media file: choose a model, wait for a place, decode and recognise. Thread-safe.
 */
public final class TranscribeMedia {
  private final ChooseModel chooseModel;
  private final ModelRegistry registry;
  private final MediaDecoder decoder;
  private final WorkQueue queue;
  private final TranscriptionSettings settings;

  /** Wires the use case to its ports. */
  public TranscribeMedia(
      ChooseModel chooseModel,
      ModelRegistry registry,
      MediaDecoder decoder,
      WorkQueue queue,
      TranscriptionSettings settings) {
    this.chooseModel = chooseModel;
    this.registry = registry;
    this.decoder = decoder;
    this.queue = queue;
    this.settings = settings;
  }

  /** The same for files that another decoder reads. */
  public TranscribeMedia reading(MediaDecoder other) {
    return new TranscribeMedia(chooseModel, registry, other, queue, settings);
  }

  /** As the other, for somebody who waits for the words and has no account. */
  public PendingTranscription start(TranscriptionCommand command, TranscriptionListener listener) {
    boolean brief = BriefWork.seems(command.media());
    return start(command, Priority.INTERACTIVE, "", brief, listener);
  }

  /**
   * Checks the command and queues it.
   *
   * @param owner those of different owners take turns
   * @param brief whether it is over soon, see {@link BriefWork}
   * @param listener told about progress on a thread of the queue
   * @throws SpeechException at once for a command that cannot be served: unknown model or language,
   *     a model that is not installed, a full queue
   */
  public PendingTranscription start(
      TranscriptionCommand command,
      Priority priority,
      String owner,
      boolean brief,
      TranscriptionListener listener) {
    String language = languageCode(command.language());
    String model =
        chooseModel
            .choose(Capability.TRANSCRIPTION.id(), command.model(), language, settings.fallback())
            .descriptor()
            .id();
    var options = new TranscriptionOptions(language, command.prompt(), settings.beamSize());
    var run = new TranscriptionRun(model, listener);
    return new PendingTranscription(
        queue.submit(
            priority,
            owner,
            brief,
            () -> EnginesLost.repeat(() -> transcribe(command, options, run))),
        run);
  }

  private TranscriptionResult transcribe(
      TranscriptionCommand command, TranscriptionOptions options, TranscriptionRun run)
      throws InterruptedException {
    try {
      Hearing.Heard heard = new HearRecording(decoder, registry, command, options, run).hear();
      return new TranscriptionResult(run.model(), heard.transcript(), heard.turns());
    } catch (SpeechException e) {
      // An interrupt is the queue's, on its way down: to the caller that is no cancellation.
      if (e.code() == ErrorCode.CANCELED && Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private static @Nullable String languageCode(@Nullable String wanted) {
    if (wanted == null || wanted.isBlank() || wanted.strip().equalsIgnoreCase("auto")) {
      return null;
    }
    return Language.find(wanted)
        .map(Language::code)
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    "language: not an ISO 639-1 code that is known here; use 'auto' or one of GET"
                        + " /v1/languages"));
  }
}
