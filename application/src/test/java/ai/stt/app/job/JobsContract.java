package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.Slug;
import ai.stt.speech.error.ErrorCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of jobs, doomed recordings and first requests does. */
public abstract class JobsContract {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");
  private final SecureRandom random = new SecureRandom();

  @SuppressWarnings("NullAway.Init") // set before each test
  private UnitOfWork work;

  @SuppressWarnings("NullAway.Init")
  private Platform platform;

  private long ada;
  private long bob;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    work = emptyStores();
    platform = new Platform(work, clock);
    ada = platform.account("ada@example.org", Platform.SMALL).id();
    bob = platform.account("bob@example.org", Platform.SMALL).id();
  }

  @Test
  void aJobIsFoundAsItWasOrdered() {
    Job.Queued job = add(ada, 2);
    assertThat(found(job.order().id())).contains(job);
    assertThat(job.order().options()).isEqualTo(new JobOptions("base", "de", "Müller", true, 2));
    assertThat(found(job.order().id() + 1)).isEmpty();
    assertThat(waiting(ada)).isEqualTo(1);
    assertThat(waiting(bob)).isZero();
  }

  @Test
  void everyStateIsReadAsItWasWritten() {
    Job.Queued job = add(ada, 2);
    Job.Running running = claim("w").orElseThrow();
    assertThat(running).isEqualTo(job.taken("w", clock.instant()));
    assertThat(find(job)).isEqualTo(running);
    put(running.givenBack());
    assertThat(find(job)).isEqualTo(job);
    Job.Running again = claim("w").orElseThrow();
    Job failed = again.failed(clock.instant(), ErrorCode.UNSUPPORTED_MEDIA, "no audio");
    put(failed);
    assertThat(find(job))
        .usingRecursiveComparison()
        .ignoringFields("order.recording")
        .isEqualTo(failed);
    assertThat(find(job).order().recording()).isNull();
    put(again.completed(clock.instant(), 3));
    assertThat(((Job.Completed) find(job)).creditsUsed()).isEqualTo(3);
    put(again.canceled(clock.instant()));
    assertThat(find(job)).isInstanceOf(Job.Canceled.class);
  }

  @Test
  void accountsTakeTurnsWhateverTheLengthOfTheirQueues() {
    for (int i = 0; i < 50; i++) {
      add(ada, 100);
    }
    Job.Queued first = add(bob, 100);
    Job.Queued second = add(bob, 100);
    List<Long> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clock.move(Duration.ofMillis(1));
      order.add(claim("w").orElseThrow().order().accountId());
    }
    assertThat(order)
        .isIn(List.of(ada, bob, ada, bob, ada, ada), List.of(bob, ada, bob, ada, ada, ada));
    assertThat(find(first)).isInstanceOf(Job.Running.class);
    assertThat(find(second)).isInstanceOf(Job.Running.class);
  }

  @Test
  void oneWorkerServesAccountsInTurnsAsWell() {
    add(ada, 1);
    add(ada, 1);
    add(bob, 1);
    List<Long> order = new ArrayList<>();
    for (Optional<Job.Running> job = claim("w"); job.isPresent(); job = claim("w")) {
      clock.move(Duration.ofMillis(1));
      order.add(job.get().order().accountId());
      put(job.get().completed(clock.instant(), 0));
    }
    assertThat(order).containsExactlyInAnyOrder(ada, ada, bob).endsWith(ada);
  }

  @Test
  void anAccountRunsNoMoreJobsAtOnceThanItMay() {
    add(ada, 2);
    add(ada, 2);
    add(ada, 2);
    Job.Running job = claim("w").orElseThrow();
    assertThat(claim("other")).isPresent();
    assertThat(claim("w")).isEmpty();
    put(job.completed(clock.instant(), 0));
    assertThat(claim("w")).isPresent();
  }

  @Test
  void aJobThatLastsIsLeftByThoseWhoLookForBriefOnes() {
    long lasting = add(ada, 9).order().id();
    long brief = add(ada, 9).order().id();
    work.run(stores -> stores.get(Jobs.class).lasts(lasting));

    assertThat(claimBrief().orElseThrow().order().id()).isEqualTo(brief);
    assertThat(claimBrief()).isEmpty();
    assertThat(claim("w").orElseThrow().order().id()).isEqualTo(lasting);
  }

  @Test
  void aJobThatIsPutOffLetsOthersPassUntilItsTime() {
    long first = add(ada, 9).order().id();
    put(claim("w").orElseThrow().givenBack());
    long second = add(ada, 9).order().id();
    Instant later = clock.instant().plusSeconds(30);
    assertThat(work.<Integer>in(s -> s.get(Jobs.class).putOff(first, later))).isEqualTo(1);
    assertThat(claim("w").orElseThrow().order().id()).isEqualTo(second);
    assertThat(claim("w")).isEmpty();
    clock.set(later.toString());
    assertThat(claim("w").orElseThrow().order().id()).isEqualTo(first);
  }

  @Test
  void aBeatKeepsTheLeaseAndSaysWhatIsLost() {
    long mine = add(ada, 9).order().id();
    long off = add(ada, 9).order().id();
    claim("w");
    Job.Running called = claim("w").orElseThrow();
    long others = add(bob, 9).order().id();
    claim("other");
    put(called.canceled(clock.instant()));
    clock.move(LEASE.minusSeconds(1));
    Map<Long, Double> progress = new HashMap<>(Map.of(mine, 0.25, off, 0.5, others, 0.5));
    Instant end = clock.instant().plus(LEASE);
    assertThat(beat(progress, end)).containsExactly(mine);
    assertThat(found(mine))
        .get()
        .isInstanceOfSatisfying(
            Job.Running.class, job -> assertThat(job.progress()).isEqualTo(0.25));
    clock.move(Duration.ofSeconds(2));
    assertThat(expired()).extracting(job -> job.order().id()).containsExactly(others);
    clock.move(LEASE);
    assertThat(expired()).extracting(job -> job.order().id()).contains(mine, others);
  }

  @Test
  void recordingsAreDoomedWhenTheirJobEndsUnlessTheyAreKept() {
    Job.Queued job = add(ada, 9);
    Job.Queued kept = work.in(stores -> stores.get(Jobs.class).add(draft(ada, 9, true)));
    put(claim("w").orElseThrow().completed(clock.instant(), 0));
    put(claim("w").orElseThrow().completed(clock.instant(), 0));
    assertThat(due()).containsExactly(String.valueOf(job.order().recording()));
    assertThat(find(kept).order().recording()).isNotNull();
    platform.delete.delete(ada);
    clock.move(LEASE);
    assertThat(due())
        .containsExactlyInAnyOrder(
            String.valueOf(job.order().recording()), String.valueOf(kept.order().recording()));
    assertThat(found(kept.order().id())).isEmpty();
  }

  @Test
  void aFirstRequestIsKeptForItsAccountAndReplacedAndForgotten() {
    long job = add(ada, 9).order().id();
    long other = add(ada, 9).order().id();
    var first = new FirstRequest(ada, "key'; --", "aa", job, clock.instant());
    var second = new FirstRequest(ada, "key'; --", "bb", other, clock.instant().plusSeconds(9));
    work.run(stores -> stores.get(FirstRequests.class).put(first));
    assertThat(request(ada, first.key())).contains(first);
    assertThat(request(bob, first.key())).isEmpty();
    work.run(stores -> stores.get(FirstRequests.class).put(second));
    assertThat(request(ada, first.key())).contains(second);
    work.run(stores -> stores.get(FirstRequests.class).forget(second.at()));
    assertThat(request(ada, first.key())).contains(second);
    work.run(stores -> stores.get(FirstRequests.class).forget(second.at().plusMillis(1)));
    assertThat(request(ada, first.key())).isEmpty();
  }

  private JobDraft draft(long accountId, int atOnce, boolean keeps) {
    return new JobDraft(
        Slug.random(random),
        accountId,
        "Title",
        new JobOptions("base", "de", "Müller", true, 2),
        Slug.random(random),
        keeps ? 30 : 0,
        null,
        atOnce,
        clock.instant());
  }

  private Job.Queued add(long accountId, int atOnce) {
    return work.in(
        stores -> {
          Jobs jobs = stores.get(Jobs.class);
          jobs.lockQueue(accountId);
          return jobs.add(draft(accountId, atOnce, false));
        });
  }

  private Optional<Job.Running> claim(String worker) {
    Instant now = clock.instant();
    return jobs(jobs -> jobs.claim(worker, false, now, now.plus(LEASE)));
  }

  private Optional<Job.Running> claimBrief() {
    Instant now = clock.instant();
    return jobs(jobs -> jobs.claim("brief", true, now, now.plus(LEASE)));
  }

  private Job find(Job job) {
    return found(job.order().id()).orElseThrow();
  }

  private void put(Job job) {
    work.run(stores -> stores.get(Jobs.class).put(job));
  }

  private List<Job.Running> expired() {
    return jobs(jobs -> jobs.lockExpired(clock.instant(), 10));
  }

  private Optional<Job> found(long id) {
    return jobs(jobs -> jobs.find(id));
  }

  private int waiting(long accountId) {
    return jobs(jobs -> jobs.lockQueue(accountId));
  }

  private Set<Long> beat(Map<Long, Double> progress, Instant end) {
    return jobs(jobs -> jobs.beat("w", progress, end));
  }

  private Optional<FirstRequest> request(long accountId, String key) {
    return requests(requests -> requests.find(accountId, key));
  }

  private List<String> due() {
    Instant now = clock.instant();
    return doomed(doomed -> doomed.due(now, now.plus(LEASE), 10));
  }

  private <T> T jobs(Function<Jobs, T> use) {
    return with(Jobs.class, use);
  }

  private <T> T doomed(Function<DoomedRecordings, T> use) {
    return with(DoomedRecordings.class, use);
  }

  private <T> T requests(Function<FirstRequests, T> use) {
    return with(FirstRequests.class, use);
  }

  private <S, T> T with(Class<S> kind, Function<S, T> use) {
    return work.in((Stores stores) -> use.apply(stores.get(kind)));
  }
}
