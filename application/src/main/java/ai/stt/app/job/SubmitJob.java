package ai.stt.app.job;

import ai.stt.app.account.Accounts;
import ai.stt.app.credit.ReadCredits;
import ai.stt.app.model.ChooseModel;
import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.scheduling.BriefWork;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.transcription.TranscriptionSettings;
import ai.stt.platform.account.Account;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.text.Language;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes orders for transcripts. Thread-safe. */
public final class SubmitJob {
  /** How long an {@code Idempotency-Key} is remembered. */
  public static final Duration IDEMPOTENCY = Duration.ofHours(24);

  /** After this a recording whose order was never stored is deleted. */
  private static final Duration ORPHAN_AFTER = Duration.ofHours(6);

  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(SubmitJob.class);

  private final UnitOfWork work;
  private final Recordings recordings;
  private final ChooseModel chooseModel;
  private final TranscriptionSettings transcription;
  private final ReadCredits credits;
  private final OutboundHttp outbound;
  private final JobNews news;
  private final JobSettings settings;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Takes orders into these stores.
   *
   * @param outbound checks the addresses of webhooks
   */
  public SubmitJob(
      UnitOfWork work,
      Recordings recordings,
      ChooseModel chooseModel,
      TranscriptionSettings transcription,
      ReadCredits credits,
      OutboundHttp outbound,
      JobNews news,
      JobSettings settings,
      InstantSource clock) {
    this.work = work;
    this.recordings = recordings;
    this.chooseModel = chooseModel;
    this.transcription = transcription;
    this.credits = credits;
    this.outbound = outbound;
    this.news = news;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Checks an order and queues it; it survives whatever happens to this server from then on.
   *
   * @return the job: a new one, or that of the first request with the same {@code Idempotency-Key},
   *     in whatever state it is
   * @throws SpeechException for an order that cannot be served: {@code INVALID_REQUEST}, {@code
   *     FORBIDDEN} for a model that the plan excludes, {@code MODEL_UNAVAILABLE}, {@code
   *     NO_CREDITS}, {@code RATE_LIMITED} when too many jobs wait, {@code CONFLICT} for a key that
   *     was used for another order
   */
  public Job submit(Submission order) {
    String fingerprint = order.idempotencyKey() == null ? null : Fingerprint.of(order);
    Optional<Job> first = work.in(stores -> first(stores, order, fingerprint));
    if (first.isPresent()) {
      return first.get(); // whatever has become of its model since
    }
    checkFile(order);
    checkModel(order);
    checkWebhook(order);
    String key = Slug.random(random);
    work.run(
        stores -> stores.get(DoomedRecordings.class).add(key, clock.instant().plus(ORPHAN_AFTER)));
    Job job;
    try {
      recordings.put(key, order.file());
      job = work.in(stores -> take(stores, order, key, fingerprint));
    } catch (SpeechException e) {
      // When the database went away it may have kept the order all the same: then it is not ours.
      if (e.code() != ErrorCode.DEPENDENCY_FAILED) {
        drop(key);
      }
      throw e;
    }
    if (!key.equals(job.order().recording())) {
      drop(key);
    }
    news.tellWork();
    return job;
  }

  private static void checkFile(Submission order) {
    if (order.upload() != null && !Files.exists(order.file())) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "upload: there is no such upload, it has expired, or it has served an order; send the"
              + " file again");
    }
  }

  private void checkModel(Submission order) {
    JobOptions options = order.options();
    requirePlan(order, options.model());
    String chosen =
        chooseModel
            .choose(
                Capability.TRANSCRIPTION.id(),
                options.model(),
                languageCode(options.language()),
                transcription.fallback())
            .descriptor()
            .id();
    requirePlan(order, chosen);
  }

  private void checkWebhook(Submission order) {
    if (order.webhook() != null) {
      try {
        outbound.checkNow(order.webhook());
      } catch (SpeechException e) {
        throw new SpeechException(e.code(), "webhook_url: " + e.getMessage(), e);
      }
    }
  }

  private static void requirePlan(Submission order, String model) {
    if (!order.plan().allows(model)) {
      throw new SpeechException(
          ErrorCode.FORBIDDEN,
          "model: your plan does not include '%s'; choose another one or upgrade".formatted(model));
    }
  }

  private static @Nullable String languageCode(@Nullable String wanted) {
    return wanted == null ? null : Language.find(wanted).map(Language::code).orElse(null);
  }

  private Optional<Job> first(Stores stores, Submission order, @Nullable String fingerprint) {
    if (order.idempotencyKey() == null) {
      return Optional.empty();
    }
    Instant oldest = clock.instant().minus(IDEMPOTENCY);
    Optional<FirstRequest> earlier =
        stores
            .get(FirstRequests.class)
            .find(order.accountId(), order.idempotencyKey())
            .filter(request -> request.at().isAfter(oldest));
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Long jobId = earlier.get().jobId();
    if (jobId == null) {
      throw FirstRequest.otherRequest();
    }
    Optional<Job> job = stores.get(Jobs.class).find(jobId);
    if (job.isPresent() && !earlier.get().fingerprint().equals(fingerprint)) {
      throw FirstRequest.otherRequest();
    }
    // What came to nothing cost nothing, so the key may try again.
    return job.filter(found -> !(found instanceof Job.Failed || found instanceof Job.Canceled));
  }

  private Job take(Stores stores, Submission order, String key, @Nullable String fingerprint) {
    Jobs jobs = stores.get(Jobs.class);
    int waiting = jobs.lockQueue(order.accountId());
    Optional<Job> first = first(stores, order, fingerprint);
    if (first.isPresent()) {
      return first.get();
    }
    if (waiting >= settings.mostWaiting()) {
      throw new SpeechException(
          ErrorCode.RATE_LIMITED,
          "%d of your files wait already; send more when some are done"
              .formatted(settings.mostWaiting()),
          RETRY_WHEN_FULL,
          null);
    }
    if (credits.summary(stores, order.accountId(), order.plan()).balance() < 1) {
      throw new SpeechException(ErrorCode.NO_CREDITS, "No credits remaining. Upgrade your plan.");
    }
    Instant now = clock.instant();
    Job.Queued job =
        jobs.add(
            new JobDraft(
                Slug.random(random),
                order.accountId(),
                order.title(),
                order.options(),
                key,
                keptDays(stores, order),
                order.webhook(),
                order.plan().concurrent(),
                now));
    if (!BriefWork.seems(order.file())) {
      jobs.lasts(job.order().id());
    }
    stores.get(DoomedRecordings.class).remove(List.of(key));
    if (order.idempotencyKey() != null && fingerprint != null) {
      stores
          .get(FirstRequests.class)
          .put(
              new FirstRequest(
                  order.accountId(), order.idempotencyKey(), fingerprint, job.order().id(), now));
    }
    return job;
  }

  /** As the account wants it now, as long as its plan has it. */
  private static int keptDays(Stores stores, Submission order) {
    return stores
        .get(Accounts.class)
        .find(order.accountId())
        .filter(Account::keepsAudio)
        .map(account -> order.plan().audioDays())
        .orElse(0);
  }

  /** Best effort; what stays is deleted by {@link DropRecordings} later. */
  private void drop(String key) {
    try {
      recordings.delete(key);
      work.run(stores -> stores.get(DoomedRecordings.class).remove(List.of(key)));
    } catch (RuntimeException e) {
      LOG.warn("A recording without an order is deleted later: {}", e.getMessage());
    }
  }
}
