package ai.stt.app.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.credit.LedgerEntry;
import ai.stt.platform.credit.LedgerEntry.Kind;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What money promises over any stores; the books are audited after every test. */
public abstract class LedgerContract {
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Platform platform;

  private long ada;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    platform = new Platform(emptyStores(), clock);
    ada = platform.account("ada@example.org", Platform.SMALL).id();
  }

  @AfterEach
  void theBooksAgree() {
    assertThat(platform.credits.audit()).isEmpty();
  }

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
  void aMonthsRestExpiresAndBoughtCreditsStay() {
    platform.grant.grant(ada, 20, "invoice 1");
    hold(4, "job:1");
    platform.spend.settle(ada, "job:1", 4);
    clock.set("2026-03-31T23:59:59Z");
    expect(26, 0, 30, 4);
    clock.set("2026-04-01T00:00:00Z");
    expect(30, 0, 10, 0);
    hold(25, "job:2");
    clock.set("2026-06-15T00:00:00Z");
    expect(15, 25, 10, 0);
    platform.spend.settle(ada, "job:2", 25);
    expect(15, 0, 10, 25);
  }

  @Test
  void theMonthIsGrantedOnceToRequestsAtTheSameTime() {
    IntStream.range(0, 16).parallel().forEach(i -> platform.credits.summary(ada, Platform.SMALL));
    expect(10, 0, 10, 0);
  }

  @Test
  void anotherPlanTakesTheMonthsRestWithTheNextMonthOnly() {
    expect(10, 0, 10, 0);
    platform.grant.grant(ada, 3, "invoice");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(13);
    clock.set("2026-04-02T00:00:00Z");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(3);
    clock.set("2026-05-02T00:00:00Z");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(3);
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

  private LedgerEntry hold(long credits, String name) {
    return platform.spend.hold(ada, Platform.SMALL, credits, name);
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

  private void expect(long balance, long reserved, long granted, long used) {
    CreditSummary summary = platform.credits.summary(ada, Platform.SMALL);
    assertThat(
            new long[] {summary.balance(), summary.reserved(), summary.granted(), summary.used()})
        .as("balance, reserved, granted, used")
        .containsExactly(balance, reserved, granted, used);
  }

  private static void refused(ErrorCode code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(SpeechException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
