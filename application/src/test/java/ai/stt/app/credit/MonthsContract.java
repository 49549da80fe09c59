package ai.stt.app.credit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a month brings and takes again, over any stores. */
public abstract class MonthsContract extends LedgerAtWork {
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
  void whatAnEndedMonthsWorkGivesBackExpiresAsItComes() {
    hold(10, "job:1");
    clock.set("2026-04-01T00:00:00Z");
    expect(10, 10, 10, 0);
    platform.spend.release(ada, "job:1");
    platform.spend.release(ada, "job:1");
    expect(10, 0, 10, 0);
    clock.set("2026-05-01T00:00:00Z");
    expect(10, 0, 10, 0);
  }

  @Test
  void ofALateReturnBoughtCreditsStayAndTheMonthsOwnExpire() {
    platform.grant.grant(ada, 20, "invoice 1");
    expect(30, 0, 30, 0);
    hold(6, "job:1");
    hold(9, "job:2"); // four of the month's and five that were bought
    clock.set("2026-04-01T00:00:00Z");
    expect(25, 15, 10, 0);
    platform.spend.release(ada, "job:1"); // of 9 held, all may be the month's but one
    expect(30, 0 + 9, 10, 0);
    platform.spend.settle(ada, "job:2", 2);
    expect(30, 0, 10, 2);
    hold(3, "job:3");
    platform.spend.settle(ada, "job:3", 3);
    clock.set("2026-05-01T00:00:00Z");
    expect(30, 0, 10, 0); // no more of April's expired because of March's returns
  }

  @Test
  void whatComesBackBeforeTheNextMonthIsLookedAtExpiresOnce() {
    hold(8, "job:1");
    clock.set("2026-04-01T00:00:00Z");
    platform.spend.release(ada, "job:1");
    expect(10, 0, 10, 0);
  }

  @Test
  void aLateReturnExpiresAlsoOnAPlanWithoutMinutes() {
    hold(4, "job:1");
    platform.grant.grant(ada, 5, "invoice");
    clock.set("2026-04-02T00:00:00Z");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(5);
    platform.spend.hold(ada, Platform.BOUGHT, 3, "job:2");
    platform.spend.release(ada, "job:1");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(2);
    platform.spend.release(ada, "job:2");
    assertThat(platform.credits.summary(ada, Platform.BOUGHT).balance()).isEqualTo(5);
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
}
