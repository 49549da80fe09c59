package ai.stt.app.testing;

import ai.stt.app.job.DoomedRecordings;
import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.transcript.StoredSegment;
import ai.stt.platform.transcript.TranscriptHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jobs, and the rows that the transcripts share with them. */
final class InMemoryJobs implements Jobs, InMemoryStore {
  record Row(
      TranscriptHead head, int atOnce, @Nullable Instant leaseEnd, List<StoredSegment> segments) {
    Row with(Job job, @Nullable Instant lease) {
      return new Row(new TranscriptHead(job, head.title(), head.heard()), atOnce, lease, segments);
    }
  }

  private final DoomedRecordings doomed;
  private final InMemoryOutbox outbox;
  private Map<Long, Row> rows = new TreeMap<>();
  private Map<Long, Instant> served = new HashMap<>();
  private Map<Long, Delays> delays = new HashMap<>();
  private final Map<Long, Integer> keptDays = new HashMap<>();

  private final Set<Long> lasting = new HashSet<>();

  private record Delays(Instant notBefore, int count) {}

  private long last;

  InMemoryJobs(DoomedRecordings doomed, InMemoryOutbox outbox) {
    this.doomed = doomed;
    this.outbox = outbox;
  }

  Map<Long, Row> rows() {
    return rows;
  }

  void remove(long id) {
    Row row = rows.remove(id);
    outbox.forgetTranscript(id);
    if (row != null && row.head.job().order().recording() != null) {
      doomed.add(row.head.job().order().recording(), Instant.MIN);
    }
  }

  @Override
  public int lockQueue(long accountId) {
    return (int)
        rows.values().stream()
            .map(row -> row.head.job())
            .filter(job -> job.order().accountId() == accountId && job instanceof Job.Queued)
            .count();
  }

  @Override
  public Job.Queued add(JobDraft draft) {
    var order =
        new JobOrder(
            ++last,
            draft.slug(),
            draft.accountId(),
            draft.options(),
            draft.recording(),
            draft.keptDays() > 0,
            draft.webhook(),
            draft.createdAt());
    var job = new Job.Queued(order, 0);
    keptDays.put(last, draft.keptDays());
    var head = new TranscriptHead(job, draft.title(), null);
    rows.put(last, new Row(head, draft.atOnce(), null, List.of()));
    return job;
  }

  @Override
  public Optional<Job> find(long id) {
    return Optional.ofNullable(rows.get(id)).map(row -> row.head.job());
  }

  @Override
  public boolean lock(Job.Running job) {
    return find(job.order().id()).filter(job::isSameAttempt).isPresent();
  }

  @Override
  public void put(Job job) {
    rows.computeIfPresent(
        job.order().id(),
        (id, row) -> row.with(dropped(job), job instanceof Job.Running ? row.leaseEnd : null));
  }

  private Job dropped(Job job) {
    JobOrder old = job.order();
    return !job.ended() || old.keepsRecording() || old.recording() == null
        ? job
        : withoutRecording(job);
  }

  @Override
  public void dropRecording(long id) {
    rows.computeIfPresent(id, (same, row) -> row.with(withoutRecording(row.head.job()), null));
  }

  @Override
  public int dropExpiredRecordings(Instant now, int most) {
    List<Long> expired =
        rows.values().stream()
            .map(row -> row.head.job())
            .filter(job -> job.order().recording() != null && isOver(job, now))
            .map(job -> job.order().id())
            .limit(most)
            .toList();
    expired.forEach(this::dropRecording);
    return expired.size();
  }

  private boolean isOver(Job job, Instant now) {
    Instant end = job.finished();
    int days = keptDays.getOrDefault(job.order().id(), 0);
    return end != null && !end.plus(Duration.ofDays(days)).isAfter(now);
  }

  private Job withoutRecording(Job job) {
    JobOrder old = job.order();
    if (old.recording() == null) {
      return job;
    }
    doomed.add(old.recording(), Instant.MIN);
    var order =
        new JobOrder(
            old.id(),
            old.slug(),
            old.accountId(),
            old.options(),
            null,
            false,
            old.webhook(),
            old.createdAt());
    return switch (job) {
      case Job.Completed done ->
          new Job.Completed(
              order, done.attempts(), done.startedAt(), done.finishedAt(), done.creditsUsed());
      case Job.Failed failed ->
          new Job.Failed(
              order,
              failed.attempts(),
              failed.startedAt(),
              failed.finishedAt(),
              failed.code(),
              failed.reason());
      case Job.Canceled off ->
          new Job.Canceled(order, off.attempts(), off.startedAt(), off.finishedAt());
      case Job.Queued _, Job.Running _ -> job;
    };
  }

  @Override
  public int putOff(long id, Instant notBefore) {
    Delays before = delays.get(id);
    int count = before == null ? 1 : before.count + 1;
    delays.put(id, new Delays(notBefore, count));
    return count;
  }

  @Override
  public void lasts(long id) {
    lasting.add(id);
  }

  @Override
  public Optional<Job.Running> claim(String worker, boolean brief, Instant now, Instant leaseEnd) {
    Map<Long, Row> heads = new TreeMap<>();
    for (Row row : rows.values()) {
      Delays delay = delays.get(row.head.id());
      if (row.head.job() instanceof Job.Queued
          && !(brief && lasting.contains(row.head.id()))
          && (delay == null || !delay.notBefore.isAfter(now))) {
        heads.putIfAbsent(row.head.accountId(), row);
      }
    }
    return heads.values().stream()
        .filter(row -> running(row.head.accountId()) < row.atOnce)
        .min(Comparator.comparing(row -> served.getOrDefault(row.head.accountId(), Instant.MIN)))
        .map(
            row -> {
              Job.Running job = ((Job.Queued) row.head.job()).taken(worker, now);
              rows.put(row.head.id(), row.with(job, leaseEnd));
              served.put(row.head.accountId(), now);
              return job;
            });
  }

  private long running(long accountId) {
    return rows.values().stream()
        .map(row -> row.head.job())
        .filter(job -> job.order().accountId() == accountId && job instanceof Job.Running)
        .count();
  }

  @Override
  public Set<Long> beat(String worker, Map<Long, Double> progress, Instant leaseEnd) {
    Set<Long> mine = new HashSet<>();
    progress.forEach(
        (id, done) -> {
          Row row = rows.get(id);
          if (row != null
              && row.head.job() instanceof Job.Running job
              && job.worker().equals(worker)) {
            double most = Math.max(done, job.progress());
            var beaten =
                new Job.Running(job.order(), job.attempts(), worker, job.startedAt(), most);
            rows.put(id, row.with(beaten, leaseEnd));
            mine.add(id);
          }
        });
    return mine;
  }

  @Override
  public List<Job.Running> lockExpired(Instant now, int most) {
    return rows.values().stream()
        .filter(row -> row.leaseEnd != null && row.leaseEnd.isBefore(now))
        .map(row -> (Job.Running) row.head.job())
        .limit(most)
        .toList();
  }

  @Override
  public Runnable snapshot() {
    var before = new TreeMap<>(rows);
    var servedBefore = new HashMap<>(served);
    var delaysBefore = new HashMap<>(delays);
    return () -> {
      rows = before;
      served = servedBefore;
      delays = delaysBefore;
    };
  }

  @Override
  public void forgetAccount(long accountId) {
    List.copyOf(rows.values()).stream()
        .filter(row -> row.head.accountId() == accountId)
        .forEach(row -> remove(row.head.id()));
  }
}
