package ai.stt.app.job;

import ai.stt.platform.job.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store of jobs, which is also their queue. Part of a unit of work. Accounts take turns: of
 * those that wait and run fewer than they may, the one that was served longest ago is next.
 */
public interface Jobs {
  /** Closes an account's queue to others until the unit of work ends; how many wait in it. */
  int lockQueue(long accountId);

  /** Adds a job that waits; the account's queue is locked. */
  Job.Queued add(JobDraft draft);

  /** The job as it is. */
  Optional<Job> find(long id);

  /**
   * Locks a job, so that no other unit of work changes it until this one ends.
   *
   * @return false when this attempt at it is over: it was taken away or called off, or has ended
   */
  boolean lock(Job.Running job);

  /**
   * Writes a new state of a locked job. When it has ended, its recording is left to be deleted,
   * unless it is to be kept; its days are counted from then on.
   */
  void put(Job job);

  /**
   * Keeps a locked job, which goes back to the queue, from workers until then.
   *
   * @return how often that was done to it
   */
  int putOff(long id, Instant notBefore);

  /** Leaves the recording of a locked job that has ended to be deleted. */
  void dropRecording(long id);

  /**
   * Leaves recordings to be deleted that were kept long enough.
   *
   * @return how many
   */
  int dropExpiredRecordings(Instant now, int most);

  /** Takes note that a job is not brief. */
  void lasts(long id);

  /**
   * Gives the next job to a worker, who has it until {@code leaseEnd} or longer by beating.
   *
   * @param brief whether those that are known to last are left to other workers
   */
  Optional<Job.Running> claim(String worker, boolean brief, Instant now, Instant leaseEnd);

  /**
   * Says that a worker is alive.
   *
   * @param progress 0..1 of its jobs by id
   * @return the ids that are still its own; whatever is missing was called off or taken away
   */
  Set<Long> beat(String worker, Map<Long, Double> progress, Instant leaseEnd);

  /** Locks jobs whose lease has ended, which nobody else has locked. */
  List<Job.Running> lockExpired(Instant now, int most);
}
