package ai.stt.app.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.testing.Platform;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.credit.LedgerEntry.Kind;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What money promises over any stores. */
public abstract class LedgerContract extends LedgerAtWork {
  @Test
  void whatIsHeldIsSpentOrComesBack() {
    hold(4, "job:1");
    expect(6, 4, 10, 0);
    platform.spend.settle(ada, "job:1", 3);
    expect(7, 0, 10, 3);
    hold(7, "job:2");
    expect(0, 7, 10, 3);
    platform.spend.release(ada, "job:2");
    expect(7, 0, 10, 3);
  }

  @Test
  void twoHundredAtOnceOnTenCreditsSpendTen() throws Exception {
    var together = new CountDownLatch(200);
    int held = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            together.countDown();
                            together.await();
                            return holds("job:" + i);
                          }))
              .toList();
      for (Future<Boolean> one : tries) {
        held += one.get() ? 1 : 0;
      }
    }
    assertThat(held).isEqualTo(10);
    expect(0, 10, 10, 0);
  }

  @Test
  void theSameWorkIsHeldAndEndedOnceHoweverOftenItIsRepeated() {
    LedgerEntry first = hold(4, "job:1");
    assertThat(hold(4, "job:1")).isEqualTo(first);
    LedgerEntry settled = platform.spend.settle(ada, "job:1", 4);
    assertThat(platform.spend.settle(ada, "job:1", 4)).isEqualTo(settled);
    assertThat(platform.spend.release(ada, "job:1")).isEqualTo(settled);
    assertThat(hold(4, "job:1")).isEqualTo(first);
    expect(6, 0, 10, 4);
  }

  @Test
  void serversThatSettleAndReleaseTheSameWorkTogetherEndItOnce() {
    hold(5, "job:1");
    long different =
        IntStream.range(0, 12)
            .parallel()
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? platform.spend.settle(ada, "job:1", 5)
                        : platform.spend.release(ada, "job:1"))
            .map(LedgerEntry::id)
            .distinct()
            .count();
    assertThat(different).isEqualTo(1);
  }

  @Test
  void nothingIsHeldWithoutCredits() {
    hold(9, "job:1");
    assertThatThrownBy(() -> hold(2, "job:2"))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.NO_CREDITS);
              assertThat(e).hasMessageContaining("costs 2 and 1 are left");
            });
    expect(1, 9, 10, 0);
  }

  @Test
  void whatWasNeverHeldIsNotSpent() {
    refused(ErrorCode.NOT_FOUND, () -> platform.spend.settle(ada, "job:9", 1));
    refused(ErrorCode.NOT_FOUND, () -> platform.spend.release(ada, "job:9"));
    hold(1, "job:1");
    assertThatThrownBy(() -> platform.spend.settle(ada, "job:1", 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hold(0, "job:2")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hold(-5, "job:3")).isInstanceOf(IllegalArgumentException.class);
    expect(9, 1, 10, 0);
  }

  @Test
  void grantsAndCorrectionsCountOncePerKeyAndNeverBelowZero() {
    platform.grant.grant(ada, 5, "invoice 7");
    platform.grant.grant(ada, 5, "invoice 7");
    platform.grant.adjust(ada, -2, "ticket 1");
    platform.grant.adjust(ada, -2, "ticket 1");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(3);
    refused(ErrorCode.CONFLICT, () -> platform.grant.adjust(ada, -4, "ticket 2"));
    refused(ErrorCode.INVALID_REQUEST, () -> platform.grant.grant(ada, 0, "x"));
    refused(ErrorCode.INVALID_REQUEST, () -> platform.grant.adjust(ada, 0, "x"));
    assertThat(platform.accounts.audit(ada, 10))
        .extracting(AuditEvent::kind, AuditEvent::detail)
        .startsWith(
            tuple(AuditEvent.Kind.CREDITS_ADJUSTED, "-2 credits"),
            tuple(AuditEvent.Kind.CREDITS_GRANTED, "+5 credits"))
        .hasSize(4); // the account and its key before; what was repeated or refused is no event
  }

  @Test
  void aHoldInAUnitOfWorkThatFailsNeverWas() {
    assertThatThrownBy(
            () ->
                platform.work.run(
                    stores -> {
                      platform.spend.hold(stores, ada, Platform.SMALL, 5, "job:1");
                      throw new IllegalStateException("the job could not be stored");
                    }))
        .hasMessageContaining("could not be stored");
    refused(ErrorCode.NOT_FOUND, () -> platform.spend.release(ada, "job:1"));
    expect(10, 0, 10, 0);
  }

  @Test
  void whatNobodyEndsAnyMoreIsGivenBackByItsNameAndAge() {
    long bob = platform.account("bob@example.org", Platform.SMALL).id();
    platform.spend.hold(bob, Platform.SMALL, 1, "cut:1");
    hold(1, "cut:1");
    hold(2, "cut:2");
    hold(4, "job:1");
    platform.spend.settle(ada, "cut:2", 2);
    clock.move(Duration.ofSeconds(1));
    hold(1, "cut:3");
    platform.spend.releaseOlder("cut:", clock.instant());
    expect(3, 5, 10, 2);
    platform.spend.releaseOlder("cut:", clock.instant());
    expect(3, 5, 10, 2);
    assertThat(platform.credits.summary(bob, Platform.SMALL).reserved()).isZero();
    assertThat(platform.spend.settle(ada, "cut:1", 1).spent()).isZero();
  }

  @Test
  void entriesAreListedFromTheLastBackwards() {
    hold(1, "job:1");
    platform.spend.settle(ada, "job:1", 1);
    var newest = platform.credits.entries(ada, Long.MAX_VALUE, 2);
    assertThat(newest)
        .extracting(entry -> entry.draft().kind())
        .containsExactly(Kind.SETTLE, Kind.HOLD);
    assertThat(newest.getFirst().spent()).isEqualTo(1);
    assertThat(platform.credits.entries(ada, newest.getLast().id(), 5))
        .extracting(entry -> entry.draft().key())
        .containsExactly("month:2026-03");
  }

  private boolean holds(String name) {
    try {
      hold(1, name);
      return true;
    } catch (SpeechException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NO_CREDITS);
      return false;
    }
  }

  private static void refused(ErrorCode code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
