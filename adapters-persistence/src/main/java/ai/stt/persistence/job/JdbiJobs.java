package ai.stt.persistence.job;

import ai.stt.app.job.JobDraft;
import ai.stt.app.job.Jobs;
import ai.stt.persistence.database.Rows;
import ai.stt.platform.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Jobs of one transaction. An account's row of {@code job_turn} is the lock of its queue; it is
 * taken before any row of {@code transcript}.
 */
public final class JdbiJobs implements Jobs {
  private final Handle handle;

  /** Jobs on this connection. */
  public JdbiJobs(Handle handle) {
    this.handle = handle;
  }

  @Override
  public int lockQueue(long accountId) {
    if (!lockTurn(accountId)) {
      handle.execute(
          """
          insert into job_turn (account_id, served_at, transcripts) values (?, '-infinity', 0)
          on conflict (account_id) do nothing
          """,
          accountId);
      lockTurn(accountId);
    }
    return handle
        .createQuery(
            "select count(*) from transcript where account_id = :account and status = 'queued'")
        .bind("account", accountId)
        .mapTo(Integer.class)
        .one();
  }

  private boolean lockTurn(long accountId) {
    return handle
        .createQuery("select 1 from job_turn where account_id = :account for update")
        .bind("account", accountId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public Job.Queued add(JobDraft draft) {
    handle.execute(
        "update job_turn set transcripts = transcripts + 1 where account_id = ?",
        draft.accountId());
    return handle
        .createQuery(
            """
            insert into transcript (slug, account_id, title, status, wanted_model, wanted_language,
              prompt, diarize, wanted_speakers, recording, keeps_recording, kept_days, webhook, at_once,
              created_at, attempts, progress, search)
            values (:slug, :account, :title, 'queued', :model, :language, :prompt, :diarize,
              :speakers,
              :recording, :days > 0, :days, :webhook, :atOnce, :at, 0, 0, transcript_search(:title, ''))
            returning\s"""
                + JobRow.COLUMNS)
        .bind("slug", draft.slug())
        .bind("account", draft.accountId())
        .bind("title", draft.title())
        .bind("model", draft.options().model())
        .bind("language", draft.options().language())
        .bind("prompt", draft.options().prompt())
        .bind("diarize", draft.options().diarize())
        .bind("speakers", draft.options().speakers())
        .bind("recording", draft.recording())
        .bind("days", draft.keptDays())
        .bind("webhook", draft.webhook() == null ? null : draft.webhook().toString())
        .bind("atOnce", draft.atOnce())
        .bind("at", Rows.time(draft.createdAt()))
        .map((row, context) -> JobRow.queued(row))
        .one();
  }

  @Override
  public Optional<Job> find(long id) {
    return handle
        .createQuery("select %s from transcript where id = :id".formatted(JobRow.COLUMNS))
        .bind("id", id)
        .map((row, context) -> JobRow.read(row))
        .findOne();
  }

  @Override
  public boolean lock(Job.Running job) {
    return handle
        .createQuery(
            """
            select 1 from transcript where id = :id and status = 'processing' and worker = :worker
              and attempts = :attempts
            for update
            """)
        .bind("id", job.order().id())
        .bind("worker", job.worker())
        .bind("attempts", job.attempts())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public void put(Job job) {
    Job.Running running = job instanceof Job.Running now ? now : null;
    Job.Failed failed = job instanceof Job.Failed now ? now : null;
    handle
        .createUpdate(
            """
            update transcript set status = :status, attempts = :attempts, worker = :worker,
              lease_end = case when :status = 'processing' then lease_end end,
              progress = :progress, started_at = :started, finished_at = :finished,
              credits_used = :credits, error_code = :code, reason = :reason,
              recording = case when :ended and not keeps_recording then null else recording end,
              recording_until = case when :ended and keeps_recording
                then cast(:finished as timestamptz) + make_interval(secs => kept_days * 86400.0) end
            where id = :id
            """)
        .bind("id", job.order().id())
        .bind("status", job.status().text())
        .bind("attempts", job.attempts())
        .bind("worker", running == null ? null : running.worker())
        .bind("progress", progress(job))
        .bind("started", Rows.timeOrNull(job.started()))
        .bind("finished", Rows.timeOrNull(job.finished()))
        .bindByType(
            "credits", job instanceof Job.Completed done ? done.creditsUsed() : null, Long.class)
        .bind("code", failed == null ? null : failed.code().name())
        .bind("reason", failed == null ? null : failed.reason())
        .bind("ended", job.ended())
        .execute();
  }

  @Override
  public int putOff(long id, Instant notBefore) {
    return handle
        .createQuery(
            """
            update transcript set not_before = :time, delays = delays + 1 where id = :id
            returning delays
            """)
        .bind("id", id)
        .bind("time", Rows.time(notBefore))
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void lasts(long id) {
    handle.execute("update transcript set lasts = true where id = ?", id);
  }

  @Override
  public void dropRecording(long id) {
    handle.execute(
        "update transcript set recording = null, recording_until = null where id = ?", id);
  }

  @Override
  public int dropExpiredRecordings(Instant now, int most) {
    return handle
        .createUpdate(
            """
            update transcript set recording = null, recording_until = null where id in (
              select id from transcript where recording_until <= :now
              order by recording_until limit :most for update skip locked)
            """)
        .bind("now", Rows.time(now))
        .bind("most", most)
        .execute();
  }

  private static double progress(Job job) {
    return switch (job) {
      case Job.Running running -> running.progress();
      case Job.Completed _ -> 1;
      case Job.Queued _, Job.Failed _, Job.Canceled _ -> 0;
    };
  }

  /**
   * Two statements, since the second must see what was committed before the first locked the turn.
   * The accounts that wait are found by jumping through the index from one to the next.
   */
  @Override
  public Optional<Job.Running> claim(String worker, boolean brief, Instant now, Instant leaseEnd) {
    Optional<Long> account =
        handle
            .createQuery(
                """
                with recursive waiting as (
                  (select account_id from transcript where status = 'queued'
                    order by account_id limit 1)
                  union all
                  select (select t.account_id from transcript t
                    where t.status = 'queued' and t.account_id > w.account_id
                    order by t.account_id limit 1)
                  from waiting w where w.account_id is not null
                )
                select turn.account_id from waiting w
                join job_turn turn on turn.account_id = w.account_id
                where (select count(*) from transcript r
                    where r.account_id = w.account_id and r.status = 'processing')
                  < (select t.at_once from transcript t
                    where t.account_id = w.account_id and t.status = 'queued'
                      and t.not_before <= :now and not (:brief and t.lasts)
                    order by t.id limit 1)
                order by turn.served_at, turn.account_id
                limit 1 for update of turn skip locked
                """)
            .bind("now", Rows.time(now))
            .bind("brief", brief)
            .mapTo(Long.class)
            .findOne();
    return account.flatMap(id -> claim(id, worker, brief, now, leaseEnd));
  }

  private Optional<Job.Running> claim(
      long accountId, String worker, boolean brief, Instant now, Instant leaseEnd) {
    return handle
        .createQuery(
            """
                with served as (
                  update job_turn set served_at = :now where account_id = :account)
                update transcript set status = 'processing', worker = :worker,
                  attempts = attempts + 1, started_at = :now, lease_end = :end, progress = 0
                where id = (select t.id from transcript t
                  where t.account_id = :account and t.status = 'queued'
                    and t.not_before <= :now and not (:brief and t.lasts)
                    and (select count(*) from transcript r
                      where r.account_id = :account and r.status = 'processing') < t.at_once
                  order by t.id limit 1 for update skip locked)
                returning\s"""
                + JobRow.COLUMNS)
        .bind("account", accountId)
        .bind("worker", worker)
        .bind("brief", brief)
        .bind("now", Rows.time(now))
        .bind("end", Rows.time(leaseEnd))
        .map((row, context) -> JobRow.running(row))
        .findOne();
  }

  @Override
  public Set<Long> beat(String worker, Map<Long, Double> progress, Instant leaseEnd) {
    List<Map.Entry<Long, Double>> entries = List.copyOf(progress.entrySet());
    return handle
        .createQuery(
            """
            update transcript t set lease_end = :end, progress = greatest(t.progress, beat.progress)
            from unnest(:ids, :progress) as beat (id, progress)
            where t.id = beat.id and t.worker = :worker and t.status = 'processing'
            returning t.id
            """)
        .bind("end", Rows.time(leaseEnd))
        .bindArray("ids", Long.class, entries.stream().map(Map.Entry::getKey).toList())
        .bindArray("progress", Double.class, entries.stream().map(Map.Entry::getValue).toList())
        .bind("worker", worker)
        .mapTo(Long.class)
        .collect(Collectors.toSet());
  }

  @Override
  public List<Job.Running> lockExpired(Instant now, int most) {
    return handle
        .createQuery(
            """
            select %s from transcript where status = 'processing' and lease_end < :now
            order by id limit :most for update skip locked
            """
                .formatted(JobRow.COLUMNS))
        .bind("now", Rows.time(now))
        .bind("most", most)
        .map((row, context) -> JobRow.running(row))
        .list();
  }
}
