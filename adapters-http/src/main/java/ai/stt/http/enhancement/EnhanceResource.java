package ai.stt.http.enhancement;

import ai.stt.app.account.Member;
import ai.stt.app.enhancement.ChargeEnhancement;
import ai.stt.app.enhancement.EnhanceAudio;
import ai.stt.app.enhancement.EnhancedSound;
import ai.stt.app.enhancement.PendingEnhancement;
import ai.stt.app.job.Fingerprint;
import ai.stt.app.job.FirstRequest;
import ai.stt.http.HttpSettings;
import ai.stt.http.access.Doorkeeper;
import ai.stt.http.request.ClientWatch;
import ai.stt.http.upload.SpoolFile;
import ai.stt.http.upload.UploadLimits;
import ai.stt.http.upload.Uploads;
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
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/enhance-audio}: a recording in, a clean WAV file out. Results are not kept: a
 * request that is repeated with its {@code Idempotency-Key} is worked on again and not paid again.
 * Thread-safe.
 */
@Path("/v1/enhance-audio")
public final class EnhanceResource {
  private static final String WAV = "audio/wav";
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

  private final EnhanceAudio enhance;
  private final ChargeEnhancement charge;
  private final Doorkeeper doorkeeper;
  private final Uploads uploads;
  private final HttpSettings http;
  private final Semaphore places;

  /** A resource on a use case. */
  public EnhanceResource(
      EnhanceAudio enhance,
      ChargeEnhancement charge,
      Doorkeeper doorkeeper,
      Uploads uploads,
      HttpSettings http) {
    this.enhance = enhance;
    this.charge = charge;
    this.doorkeeper = doorkeeper;
    this.uploads = uploads;
    this.http = http;
    this.places = new Semaphore(http.maxTranscriptions());
  }

  /** The fields beside the file. */
  private static final class Fields {
    private @Nullable String model;

    void put(String name, String value) {
      if (name.equals("model") && model != null) {
        throw new SpeechException(ErrorCode.INVALID_REQUEST, "model: given twice; send it once");
      }
      if (name.equals("model") && !value.isBlank()) {
        model = value.strip();
      }
    }
  }

  /** Receives the form, waits for the enhancement, and sends the sound as it is being finished. */
  @POST
  @Produces({WAV, MediaType.APPLICATION_JSON})
  public Response enhance(@Context HttpServletRequest request) throws InterruptedException {
    Member member = doorkeeper.requireKey(request);
    String key = request.getHeader("Idempotency-Key");
    FirstRequest.requireValid(key);
    if (!places.tryAcquire()) {
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the server is receiving and enhancing as many files as it can; try again later",
          RETRY_WHEN_FULL,
          null);
    }
    try {
      if (key == null) {
        return received(request, member, charge.open(member.accountId(), member.plan()), null);
      }
      try (var _ = doorkeeper.enterAlone(member, key)) {
        return received(request, member, null, key);
      }
    } finally {
      places.release();
    }
  }

  /**
   * Receives the form and does what it says.
   *
   * @param opened the bill, null when the request has a key, by which it may be paid already
   */
  private Response received(
      HttpServletRequest request,
      Member member,
      ChargeEnhancement.@Nullable Bill opened,
      @Nullable String key)
      throws InterruptedException {
    var fields = new Fields();
    long largest = Math.min(http.maxUploadBytes(), member.plan().maxUploadBytes());
    var limits = new UploadLimits(largest, http.maxFieldBytes());
    try (SpoolFile file =
        uploads.receive(request, limits, fields::put).orElseThrow(EnhanceResource::noFile)) {
      doorkeeper.confirm(request);
      var watch = new ClientWatch(request);
      var bill = opened == null ? bill(member, Objects.requireNonNull(key), fields, file) : opened;
      return answer(
          await(enhance.start(file.path(), fields.model, bill), watch), watch.mustClose());
    }
  }

  private ChargeEnhancement.Bill bill(Member member, String key, Fields fields, SpoolFile file) {
    String fingerprint = Fingerprint.of("enhance " + fields.model, file.path());
    return charge.open(member.accountId(), member.plan(), key, fingerprint);
  }

  private static SpeechException noFile() {
    return new SpeechException(
        ErrorCode.INVALID_REQUEST, "file: missing; send the recording as the part 'file'");
  }

  private EnhancedSound await(PendingEnhancement pending, ClientWatch watch)
      throws InterruptedException {
    try {
      while (true) {
        Optional<EnhancedSound> result = pending.await(http.clientCheck());
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

  private static Response answer(EnhancedSound sound, boolean closeConnection) {
    StreamingOutput body =
        out -> {
          try (sound) {
            sound.writeWav(out);
          }
        };
    var builder =
        Response.ok(body, WAV)
            .header(HttpHeaders.CONTENT_LENGTH, sound.wavBytes())
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Model", sound.model())
            .header("X-Duration", String.format(Locale.ROOT, "%.3f", sound.duration()));
    if (closeConnection) {
      builder.header("Connection", "close");
    }
    return builder.build();
  }
}
