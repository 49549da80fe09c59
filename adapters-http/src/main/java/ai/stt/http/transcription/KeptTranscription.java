package ai.stt.http.transcription;

import ai.stt.app.account.Member;
import ai.stt.app.job.AwaitJob;
import ai.stt.app.job.CancelJob;
import ai.stt.app.job.Submission;
import ai.stt.app.job.SubmitJob;
import ai.stt.app.transcription.TranscriptionResult;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.http.HttpSettings;
import ai.stt.http.request.ClientWatch;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.transcript.Heard;
import ai.stt.platform.transcript.StoredTranscript;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Transcriptions of accounts: each is a job, and its transcript stays. Thread-safe. */
public final class KeptTranscription {
  private final SubmitJob submit;
  private final AwaitJob await;
  private final CancelJob cancel;
  private final ReadTranscripts read;
  private final TranscriptionSettings transcription;
  private final HttpSettings http;
  private final WaitingRequests waiting;

  /** Transcriptions through these use cases. */
  public KeptTranscription(
      SubmitJob submit,
      AwaitJob await,
      CancelJob cancel,
      ReadTranscripts read,
      TranscriptionSettings transcription,
      HttpSettings http) {
    this.submit = submit;
    this.await = await;
    this.cancel = cancel;
    this.read = read;
    this.transcription = transcription;
    this.http = http;
    this.waiting = new WaitingRequests(Math.max(1, http.maxTranscriptions() / 4));
  }

  /**
   * What {@code async=true} gets, with 202.
   *
   * @param id of the transcript
   * @param slug of the transcript
   * @param status of its job
   * @param statusUrl path of this server where the transcript and its progress are
   */
  public record Accepted(
      long id, String slug, String status, @JsonProperty("status_url") String statusUrl) {}

  /**
   * Orders, and waits unless the client does not.
   *
   * @param submitted is run when the order is stored: from then on the workers see to the plan's
   *     limits
   */
  Response transcribe(
      HttpServletRequest request,
      Member caller,
      TranscriptionForm form,
      Received recording,
      ClientWatch watch,
      Runnable submitted)
      throws InterruptedException {
    String key = request.getHeader("Idempotency-Key");
    var order =
        new Submission(
            caller.accountId(),
            caller.plan(),
            form.title(recording.file().clientName()),
            form.options(transcription.defaultModel()),
            recording.file().path(),
            recording.upload(),
            form.webhook().orElse(null),
            key);
    if (form.async()) {
      return accepted(submit(order, recording));
    }
    try (var _ = waiting.enter(caller.accountId())) {
      Job job = submit(order, recording);
      submitted.run();
      return answer(caller, await(job, key, watch), form, watch.mustClose());
    }
  }

  private Job submit(Submission order, Received recording) {
    Job job = submit.submit(order);
    recording.served().run(); // the job has a copy
    recording.close();
    return job;
  }

  private static Response accepted(Job job) {
    JobOrder order = job.order();
    String address = "/api/v1/transcripts/" + order.slug() + "/";
    return Response.accepted(new Accepted(order.id(), order.slug(), job.status().text(), address))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.LOCATION, address)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** A client that may ask again with its key gets a job that goes on when it goes away. */
  private Job await(Job job, @Nullable String key, ClientWatch watch) throws InterruptedException {
    while (true) {
      Optional<Job> end = await.await(job.order().id(), http.clientCheck());
      if (end.isPresent()) {
        return end.get();
      }
      if (watch.isGone()) {
        if (key == null) {
          callOff(job);
        }
        throw new SpeechException(ErrorCode.CANCELED, "the client has gone");
      }
    }
  }

  private void callOff(Job job) {
    try {
      cancel.cancel(job.order().accountId(), new TranscriptRef.ById(job.order().id()));
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  private Response answer(Member caller, Job end, TranscriptionForm form, boolean closeConnection) {
    return switch (end) {
      case Job.Completed done -> {
        StoredTranscript kept =
            read.whole(caller.accountId(), new TranscriptRef.ById(done.order().id()));
        TranscriptionResult result = result(kept);
        ResponseFormat format = form.responseFormat();
        yield TranscribeResource.answer(
            result,
            format,
            () ->
                TranscriptionAnswer.of(
                    done,
                    result,
                    format == ResponseFormat.VERBOSE_JSON,
                    form.warnings(result.turns() != null)),
            closeConnection);
      }
      case Job.Failed failed -> throw new SpeechException(failed.code(), failed.reason());
      case Job.Canceled _ ->
          throw new SpeechException(ErrorCode.CONFLICT, "the transcription was called off");
      case Job.Queued _, Job.Running _ -> throw new IllegalStateException("it has not ended");
    };
  }

  private static TranscriptionResult result(StoredTranscript kept) {
    Heard heard = Objects.requireNonNull(kept.head().heard(), "a completed job has heard");
    return new TranscriptionResult(heard.model(), kept.transcript(), heard.turns());
  }
}
