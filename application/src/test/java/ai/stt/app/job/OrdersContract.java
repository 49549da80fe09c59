package ai.stt.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.testing.JobPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders that are refused, repeated, called off or deleted, over any stores. */
@Timeout(60)
public abstract class OrdersContract extends JobsAtWork {
  @Test
  void ordersThatCannotBeServedAreRefusedAtOnce() throws IOException {
    refused(() -> submit("1 say x", "nonsense", null), ErrorCode.INVALID_REQUEST);
    refused(() -> submit("1 say x", "large", null), ErrorCode.FORBIDDEN);
    refused(() -> submit("1 say x", "medium", null), ErrorCode.MODEL_UNAVAILABLE);
    refused(() -> submit("1 say x", "base", "\u00e9"), ErrorCode.INVALID_REQUEST);
    for (int i = 0; i < JobPlatform.QUICK.mostWaiting(); i++) {
      submit("1 say x");
    }
    refused(() -> submit("1 say x"), ErrorCode.RATE_LIMITED);
    assertThat(blobs.size()).isEqualTo(JobPlatform.QUICK.mostWaiting());
    long poor = platform.account("poor@example.org", Platform.BOUGHT).id();
    refused(
        () -> jobs.submit.submit(order(poor, Platform.BOUGHT, "1 say x", "base", null)),
        ErrorCode.NO_CREDITS);
  }

  @Test
  void whatIsCalledOffStopsAndCostsNothing() throws Exception {
    Job waiting = submit("60 say Never.");
    jobs.cancel.cancel(ada, ref(waiting));
    assertThat(end(waiting)).isInstanceOf(Job.Canceled.class);
    jobs.workers.start();
    Job running = submit("60 until " + folder.resolve("never"));
    awaitRunning(running);
    jobs.cancel.cancel(ada, ref(running));
    assertThat(end(running)).isInstanceOf(Job.Canceled.class);
    Job done = end(submit("60 say Done."));
    refused(() -> jobs.cancel.cancel(ada, ref(done)), ErrorCode.CONFLICT);
    assertThat(credits().balance()).isEqualTo(9);
    awaitQuiet();
  }

  @Test
  void whatIsDeletedLeavesNothingWhateverItsState() throws Exception {
    Job waiting = submit("60 say Never.");
    jobs.delete.delete(ada, ref(waiting));
    jobs.workers.start();
    Job running = submit("60 until " + folder.resolve("never"));
    awaitRunning(running);
    jobs.delete.delete(ada, ref(running));
    refused(() -> jobs.await.await(running.order().id(), LONG), ErrorCode.CANCELED);
    Job done = end(submit("60 say Done."));
    jobs.delete.delete(ada, ref(done));
    refused(() -> jobs.delete.delete(ada, ref(done)), ErrorCode.NOT_FOUND);
    refused(() -> jobs.read.head(ada, ref(running)), ErrorCode.NOT_FOUND);
    awaitRecordings(0);
    assertThat(credits().balance()).isEqualTo(9);
    awaitQuiet();
    assertThat(platform.accounts.audit(ada, 3))
        .extracting(AuditEvent::kind, AuditEvent::detail)
        .containsExactly(deletion(done), deletion(running), deletion(waiting));
  }

  @Test
  void twoDeletionsAtOnceDeleteOnce() throws Exception {
    Job job = submit("60 say x");
    List<CompletableFuture<Boolean>> tries =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            jobs.delete.delete(ada, ref(job));
                            return true;
                          } catch (SpeechException e) {
                            assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                            return false;
                          }
                        }))
            .toList();
    assertThat(tries.stream().filter(CompletableFuture::join)).hasSize(1);
    assertThat(platform.accounts.audit(ada, 10))
        .extracting(AuditEvent::kind, AuditEvent::detail)
        .containsOnlyOnce(deletion(job));
  }

  @Test
  void aRepeatedRequestGetsTheFirstOnesJob() throws Exception {
    Job first = submit("60 say Once.", "base", "key-1");
    assertThat(submit("60 say Once.", "base", "key-1").order().id()).isEqualTo(first.order().id());
    refused(() -> submit("60 say Twice.", "base", "key-1"), ErrorCode.CONFLICT);
    assertThat(submit("60 say Once.", "base", "key-2").order().id())
        .isNotEqualTo(first.order().id());
    jobs.workers.start();
    end(first);
    assertThat(submit("60 say Once.", "base", "key-1")).isInstanceOf(Job.Completed.class);
    Job.Failed failed = (Job.Failed) end(submit("60 fail", "base", "key-3"));
    Job again = submit("60 fail", "base", "key-3");
    assertThat(again.order().id()).isNotEqualTo(failed.order().id());
    end(again);
    long bob = platform.account("bob@example.org", Platform.SMALL).id();
    Job bobs = jobs.submit.submit(order(bob, Platform.SMALL, "60 say Bob.", "base", "key-1"));
    assertThat(bobs.order().accountId()).isEqualTo(bob);
    jobs.await.await(bobs.order().id(), LONG);
  }

  @Test
  void aKeyCountsForADayAndNotLonger() throws Exception {
    var clock = new MovableClock("2026-03-14T09:26:53Z");
    try (var server = server(JobPlatform.QUICK, clock)) {
      Submission order = order(ada, Platform.SMALL, "60 say Once.", "base", "key");
      Job first = server.submit.submit(order);
      clock.move(Duration.ofHours(24).minusMinutes(1));
      assertThat(server.submit.submit(order).order().id()).isEqualTo(first.order().id());
      clock.move(Duration.ofMinutes(2));
      Job second = server.submit.submit(order);
      assertThat(second.order().id()).isNotEqualTo(first.order().id());
      assertThat(server.submit.submit(order).order().id()).isEqualTo(second.order().id());
    }
  }

  @Test
  void workersForgetOnlyKeysThatAreOlderThanADay() throws Exception {
    var clock = new MovableClock("2026-03-14T09:26:53Z");
    try (var server = server(JobPlatform.QUICK, clock)) {
      Job job = server.submit.submit(order(ada, Platform.SMALL, "60 say x", "base", "key"));
      Instant before = clock.instant().minus(Duration.ofMinutes(2));
      var older = new FirstRequest(ada, "older", "aa", job.order().id(), before);
      platform.work.run(stores -> stores.get(FirstRequests.class).put(older));
      clock.move(Duration.ofHours(24).minusMinutes(1));
      server.workers.start();
      while (remembered("older")) {
        assertThat(Thread.interrupted()).as("the time is over").isFalse();
      }
      assertThat(remembered("key")).isTrue();
      end(job);
    }
  }

  @Test
  void theSameRequestSentTwentyTimesAtOnceIsOneJob() throws Exception {
    jobs.workers.start();
    Path file = file("60 say Once.");
    List<CompletableFuture<Long>> requests =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            jobs.submit
                                .submit(
                                    new Submission(
                                        ada, Platform.SMALL, "t", options("base"), file, null, "k"))
                                .order()
                                .id()))
            .toList();
    assertThat(requests.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    jobs.await.await(requests.getFirst().join(), LONG);
    assertThat(credits().used()).isEqualTo(1);
  }

  @Test
  void aRepeatedRequestGetsItsResultAlsoWhenItsModelIsNotForThePlanAnyMore() throws Exception {
    assertThat(credits().balance()).isEqualTo(10);
    Job first = jobs.submit.submit(order(ada, Platform.BOUGHT, "1 say x", "large", "key"));
    assertThat(submit("1 say x", "large", "key").order().id()).isEqualTo(first.order().id());
    refused(() -> submit("1 say x", "large", "other"), ErrorCode.FORBIDDEN);
  }

  @Test
  void anotherWebhookIsAnotherRequestAndAClosedOneIsRefusedByName() throws Exception {
    Submission order = order(ada, Platform.SMALL, "1 say x", "base", "key");
    jobs.submit.submit(order);
    refused(() -> jobs.submit.submit(told(order, "https://hook.test/")), ErrorCode.CONFLICT);
    assertThatThrownBy(() -> submit("1 say x", URI.create("ftp://hook.test/")))
        .isInstanceOf(SpeechException.class)
        .hasMessageStartingWith("webhook_url: ");
  }

  @Test
  void anUploadsKeyIsRememberedWhenItsFileIsGone() throws Exception {
    Submission order = uploaded("one", file("1 say x"), "key");
    Job first = jobs.submit.submit(order);
    Path gone = folder.resolve("gone");
    assertThat(jobs.submit.submit(uploaded("one", gone, "key")).order().id())
        .isEqualTo(first.order().id());
    refused(() -> jobs.submit.submit(uploaded("two", gone, "key")), ErrorCode.CONFLICT);
    refused(() -> jobs.submit.submit(uploaded("one", gone, "other")), ErrorCode.INVALID_REQUEST);
    refused(() -> submit("1 say x", "base", "key"), ErrorCode.CONFLICT);
  }

  @Test
  void aKeyThatWasUsedForSomethingElseIsRefused() throws Exception {
    var other = new FirstRequest(ada, "key", "aa", null, Instant.now());
    platform.work.run(stores -> stores.get(FirstRequests.class).put(other));
    refused(() -> submit("1 say x", "base", "key"), ErrorCode.CONFLICT);
  }

  private Submission uploaded(String upload, Path file, String key) {
    return new Submission(ada, Platform.SMALL, "talk", options("base"), file, upload, null, key);
  }

  private boolean remembered(String key) {
    return platform.work.in(stores -> stores.get(FirstRequests.class).find(ada, key)).isPresent();
  }

  private static Tuple deletion(Job job) {
    return tuple(AuditEvent.Kind.TRANSCRIPT_DELETED, "transcript " + job.order().id());
  }

  private static Submission told(Submission order, String webhook) {
    return new Submission(
        order.accountId(),
        order.plan(),
        order.title(),
        order.options(),
        order.file(),
        URI.create(webhook),
        order.idempotencyKey());
  }
}
