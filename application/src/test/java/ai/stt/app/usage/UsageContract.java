package ai.stt.app.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.usage.Usage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What usage promises over any stores. */
public abstract class UsageContract {
  private final MovableClock clock = new MovableClock("2026-03-01T23:59:58Z");

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

  @Test
  void thirtyDaysAreThereAlsoThoseWithoutUsage() {
    add(LocalDate.parse("2026-02-01"), new Usage(1, 1, 2.5, 3));
    add(LocalDate.parse("2026-01-30"), new Usage(9, 9, 9, 9));
    add(LocalDate.parse("2026-03-01"), new Usage(2, 0, 0, 0));
    add(LocalDate.parse("2026-03-01"), new Usage(1, 1, 0.25, 1));
    UsageReport report = platform.usage.lastThirtyDays(ada);
    assertThat(report.days()).hasSize(30);
    assertThat(report.days().getFirst().date()).isEqualTo("2026-01-31");
    assertThat(report.days().get(1).usage()).isEqualTo(new Usage(1, 1, 2.5, 3));
    assertThat(report.days().get(2).usage()).isEqualTo(Usage.NONE);
    assertThat(report.days().getLast().usage()).isEqualTo(new Usage(3, 1, 0.25, 1));
    assertThat(report.total()).isEqualTo(new Usage(4, 2, 2.75, 4));
  }

  @Test
  void requestsAreCountedInMemoryAndWrittenTogetherOnTheirDay() {
    IntStream.range(0, 100).parallel().forEach(i -> platform.countRequests.count(ada));
    clock.move(Duration.ofSeconds(2));
    platform.countRequests.count(ada);
    platform.countRequests.count(Long.MAX_VALUE); // an account that is gone is no obstacle
    platform.countRequests.flush();
    platform.countRequests.flush();
    var days = platform.usage.lastThirtyDays(ada).days();
    assertThat(days.get(28).usage()).isEqualTo(Usage.ofRequests(100));
    assertThat(days.get(29).usage()).isEqualTo(Usage.ofRequests(1));
  }

  @Test
  void anotherAccountsUsageIsNotSeen() {
    add(LocalDate.parse("2026-03-01"), new Usage(1, 1, 2.5, 3));
    long eve = platform.account("eve@example.org", Platform.SMALL).id();
    assertThat(platform.usage.lastThirtyDays(eve).total()).isEqualTo(Usage.NONE);
  }

  private void add(LocalDate day, Usage usage) {
    platform.work.run(stores -> stores.get(UsageLog.class).add(ada, day, usage));
  }
}
