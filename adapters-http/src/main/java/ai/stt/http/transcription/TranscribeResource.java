package ai.stt.http.transcription;

import ai.stt.app.account.Member;
import ai.stt.app.transcription.PendingTranscription;
import ai.stt.app.transcription.TranscribeMedia;
import ai.stt.app.transcription.TranscriptionCommand;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.http.HttpSettings;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.access.Entry;
import ai.stt.http.request.ClientWatch;
import ai.stt.http.upload.UploadLimits;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** {@code POST /v1/transcribe}: a recording in, its transcript out. Thread-safe. */
@Path("/v1/transcribe")
public final class TranscribeResource {
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

  private final TranscribeMedia transcribe;
  private final TranscriptionSettings transcription;
  private final Doorkeeper doorkeeper;
  private final Recordings recordings;
  private final HttpSettings http;
  private final Semaphore places;
  private final KeptTranscription kept;

  /**
   * A resource on a use case.
   *
   * @param kept what accounts order
   */
  public TranscribeResource(
      TranscribeMedia transcribe,
      TranscriptionSettings transcription,
      Doorkeeper doorkeeper,
      Recordings recordings,
      HttpSettings http,
      KeptTranscription kept) {
    this.transcribe = transcribe;
    this.transcription = transcription;
    this.doorkeeper = doorkeeper;
    this.recordings = recordings;
    this.http = http;
    this.kept = kept;
    this.places = new Semaphore(http.maxTranscriptions());
  }

  /** Receives the form, waits for the transcription, and answers in the wanted format. */
  @POST
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, "application/x-subrip", "text/vtt"})
  public Response transcribe(@Context HttpServletRequest request) throws InterruptedException {
    try (Entry caller = doorkeeper.enter(request, http.maxUploadBytes())) {
      if (!places.tryAcquire()) {
        caller.refund();
        throw new SpeechException(
            ErrorCode.OVERLOADED,
            "the server is receiving and transcribing as many files as it can; try again later",
            RETRY_WHEN_FULL,
            null);
      }
      try {
        return transcribe(request, caller);
      } catch (SpeechException e) {
        if (e.code() != ErrorCode.CANCELED) {
          caller.refund();
        }
        throw e;
      } finally {
        places.release();
      }
    }
  }

  private Response transcribe(HttpServletRequest request, Entry caller)
      throws InterruptedException {
    var form = new TranscriptionForm();
    var limits = new UploadLimits(caller.maxUploadBytes(), http.maxFieldBytes());
    try (Received recording = recordings.receive(request, limits, form)) {
      caller.confirm();
      var watch = new ClientWatch(request);
      Member account = caller.account();
      if (account != null) {
        return kept.transcribe(request, account, form, recording, watch, caller::close);
      }
      requireNothingKept(form);
      TranscriptionCommand command =
          form.command(recording.file().path(), transcription.defaultModel());
      caller.requireModel(command.model());
      var pending = transcribe.start(command, TranscriptionListener.NONE);
      TranscriptionResult result = await(pending, watch);
      recording.served().run();
      List<String> warnings = form.warnings(result.turns() != null);
      boolean verbose = form.responseFormat() == ResponseFormat.VERBOSE_JSON;
      return answer(
          result,
          form.responseFormat(),
          () -> TranscriptionAnswer.of(result, verbose, warnings),
          watch.mustClose());
    }
  }

  private static void requireNothingKept(TranscriptionForm form) {
    if (form.async() || form.webhook().isPresent()) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "%s: needs the key of an account, since other results are not kept"
              .formatted(form.async() ? "async" : "webhook_url"));
    }
  }

  private TranscriptionResult await(PendingTranscription pending, ClientWatch watch)
      throws InterruptedException {
    try {
      while (true) {
        Optional<TranscriptionResult> result = pending.await(http.clientCheck());
        if (result.isPresent()) {
          return result.get();
        }
        if (watch.isGone()) {
          throw new SpeechException(ErrorCode.CANCELED, "the client has gone");
        }
      }
    } finally {
      pending.cancel();
    }
  }

  static Response answer(
      TranscriptionResult result,
      ResponseFormat format,
      Supplier<TranscriptionAnswer> json,
      boolean closeConnection) {
    var builder =
        format
            .text()
            .map(
                text ->
                    Response.ok(
                        text.render(result.transcript()),
                        MediaType.valueOf(text.mediaType()).withCharset("utf-8")))
            .orElseGet(() -> Response.ok(json.get(), MediaType.APPLICATION_JSON_TYPE));
    builder.header("X-Model", result.model()).header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (closeConnection) {
      builder.header("Connection", "close");
    }
    return builder.build();
  }
}
