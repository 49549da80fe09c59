package ai.stt.http.transcription;

import ai.stt.app.outbound.OutboundHttp;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.upload.ResumableUploads;
import ai.stt.http.upload.Spool;
import ai.stt.http.upload.SpoolFile;
import ai.stt.http.upload.UploadLimits;
import ai.stt.http.upload.Uploads;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the recording of a request comes from: the body itself, an address, or a resumable upload.
 * Thread-safe.
 */
public final class Recordings {
  private final Spool spool;
  private final Uploads uploads;
  private final ResumableUploads resumable;
  private final OutboundHttp outbound;
  private final Doorkeeper doorkeeper;

  /** Recordings that lie in the given spool while they are worked on. */
  public Recordings(
      Spool spool, ResumableUploads resumable, OutboundHttp outbound, Doorkeeper doorkeeper) {
    this.spool = spool;
    this.uploads = new Uploads(spool);
    this.resumable = resumable;
    this.outbound = outbound;
    this.doorkeeper = doorkeeper;
  }

  /**
   * Receives the body, and gets the recording that it holds or names.
   *
   * @param form gets the fields
   * @return not empty; the caller closes it. With an {@code Idempotency-Key} and a key of an
   *     account the file may be missing, since the first request has taken it
   * @throws SpeechException {@code INVALID_REQUEST} when there is not exactly one recording, and
   *     all that its source throws
   */
  Received receive(HttpServletRequest request, UploadLimits limits, TranscriptionForm form) {
    Optional<SpoolFile> file = uploads.receive(request, limits, form::put);
    try {
      Optional<URI> url = form.url();
      Optional<String> upload = form.upload();
      long named =
          Math.addExact(file.isPresent() ? 1 : 0, url.stream().count() + upload.stream().count());
      if (named > 1) {
        throw invalid("file, url, upload: more than one is given; send one of them");
      }
      if (url.isPresent()) {
        return new Received(download(url.get(), limits));
      }
      if (upload.isPresent()) {
        return take(request, upload.get(), limits);
      }
      return file.map(Received::new)
          .orElseThrow(
              () ->
                  invalid(
                      "file: missing; send the recording as the part 'file', or name it by 'url' or"
                          + " 'upload'"));
    } catch (RuntimeException e) {
      file.ifPresent(SpoolFile::close);
      throw e;
    }
  }

  private Received take(HttpServletRequest request, String id, UploadLimits limits) {
    Doorkeeper.Caller caller = doorkeeper.identify(request, limits.fileBytes());
    try {
      return new Received(
          resumable.take(caller.id(), id, limits.fileBytes(), spool),
          id,
          () -> resumable.served(caller.id(), id));
    } catch (SpeechException e) {
      boolean mayBeRepeated =
          caller.account() != null && request.getHeader("Idempotency-Key") != null;
      if (mayBeRepeated && !resumable.isThere(caller.id(), id)) {
        return new Received(spool.nothing(), id, () -> {});
      }
      throw e;
    }
  }

  private SpoolFile download(URI url, UploadLimits limits) {
    SpoolFile file = null;
    try {
      file = spool.create();
      try (OutputStream out = Files.newOutputStream(file.path())) {
        if (outbound.download(url, limits.fileBytes(), out) == 0) {
          throw invalid("the file at the address is empty");
        }
      }
      SpoolFile whole = file;
      file = null;
      return whole;
    } catch (SpeechException e) {
      throw new SpeechException(e.code(), "url: " + e.getMessage(), e.retryAfter().orElse(null), e);
    } catch (IOException e) {
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the server has no room for the file now; try again later",
          Duration.ofSeconds(60),
          e);
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }

  private static SpeechException invalid(String sentence) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, sentence);
  }
}
