package ai.stt.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts and places promise, and the limits that rest on them, over two servers. */
public abstract class SharedCountsContract {
  private static final Instant NOW = Instant.parse("2026-03-14T09:26:53Z");
  private static final Instant SOON = NOW.plusSeconds(60);
  private static final ClientNetwork HOME = new ClientNetwork("192.0.2.1");
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private SharedCounts counts;

  /** Counts that are all zero; what is returned may be used by several servers. */
  protected abstract SharedCounts noCounts();

  @BeforeEach
  void begin() {
    counts = noCounts();
  }

  @Test
  void noMoreAreCountedThanTheLimitHoweverManyTryTogether() {
    long counted =
        IntStream.range(0, 60).parallel().filter(i -> counts.countUp("a", NOW, 20)).count();
    assertThat(counted).isEqualTo(20);
    assertThat(counts.count("a", NOW)).isEqualTo(20);
    assertThat(counts.countUp("b", NOW, 1)).isTrue();
    assertThat(counts.countUp("a", SOON, 1)).isTrue();
  }

  @Test
  void whatIsTakenBackCanBeCountedAgain() {
    counts.countUp("a", NOW, 1);
    counts.countDown("a", NOW);
    counts.countDown("a", NOW);
    assertThat(counts.count("a", NOW)).isZero();
    assertThat(counts.countUp("a", NOW, 1)).isTrue();
    counts.forget(SOON, NOW);
    assertThat(counts.count("a", NOW)).isZero();
  }

  @Test
  void aSubjectIsDroppedWithAllThatBelongsToItAndNoOtherOne() {
    for (String subject : List.of("a 5", "a 5 home", "a 51")) {
      counts.countUp(subject, NOW, 9);
      counts.enter(subject, 1, NOW, SOON);
    }
    counts.drop("a 5");
    assertThat(counts.count("a 5", NOW) + counts.count("a 5 home", NOW)).isZero();
    assertThat(counts.count("a 51", NOW)).isEqualTo(1);
    assertThat(counts.enter("a 5", 1, NOW, SOON)).isPresent();
    assertThat(counts.enter("a 51", 1, NOW, SOON)).isEmpty();
  }

  @Test
  void noMoreEnterThanThereArePlacesHoweverManyTryTogether() {
    long entered =
        IntStream.range(0, 30)
            .parallel()
            .filter(i -> counts.enter("a", 5, NOW, SOON).isPresent())
            .count();
    assertThat(entered).isEqualTo(5);
    assertThat(counts.enter("b", 5, NOW, SOON)).isPresent();
  }

  @Test
  void aPlaceIsFreeWhenItIsLeftOrItsTimeIsOver() {
    OptionalLong first = counts.enter("a", 1, NOW, SOON);
    assertThat(counts.enter("a", 1, NOW, SOON)).isEmpty();
    counts.leave(first.orElseThrow());
    OptionalLong second = counts.enter("a", 1, NOW, SOON);
    counts.keep(List.of(second.orElseThrow()), SOON.plusSeconds(60));
    assertThat(counts.enter("a", 1, SOON, SOON)).isEmpty();
    assertThat(counts.enter("a", 1, SOON.plusSeconds(60), SOON)).isPresent();
    counts.leave(second.orElseThrow());
    counts.leave(second.orElseThrow());
  }

  @Test
  void anonymousLimitsHoldOverServers() {
    var settings = new AnonymousSettings(true, 3, 100, 1);
    var one = new AnonymousLimits(settings, clock, counts, new HeldPlaces(counts, clock));
    var two = new AnonymousLimits(settings, clock, counts, new HeldPlaces(counts, clock));
    var place = one.enter(HOME);
    limited(() -> two.enter(HOME));
    place.close();
    two.enter(HOME).close();
    one.enter(HOME).close();
    limited(() -> two.enter(HOME));
    assertThat(two.quota(HOME).remaining()).isZero();
    clock.move(Duration.ofHours(15));
    two.enter(HOME).close();
  }

  @Test
  void anAccountsPlacesHoldOverServersAndAKilledServersAreFreeAfterAMinute() {
    var living = new HeldPlaces(counts, clock);
    var one = new AccountLimits(counts, living, clock);
    var killed = new AccountLimits(counts, new HeldPlaces(counts, clock), clock);
    var kept = one.enter(7, Platform.SMALL);
    killed.enter(7, Platform.SMALL);
    limited(() -> one.enter(7, Platform.SMALL));
    clock.move(Duration.ofSeconds(30));
    living.renew();
    clock.move(Duration.ofSeconds(31));
    living.renew();
    var second = one.enter(7, Platform.SMALL);
    limited(() -> one.enter(7, Platform.SMALL));
    kept.close();
    kept.close();
    one.enter(7, Platform.SMALL).close();
    second.close();
  }

  @Test
  void requestsOfAMinuteAreLimited() {
    var limits = new AccountLimits(counts, new HeldPlaces(counts, clock), clock);
    assertThat(limits.request(7, Platform.SMALL)).isEqualTo(new Quota(3, 2, 7));
    limits.request(7, Platform.SMALL);
    limits.request(7, Platform.SMALL);
    limited(() -> limits.request(7, Platform.SMALL));
    limits.request(8, Platform.SMALL);
    clock.move(Duration.ofSeconds(7));
    assertThat(limits.request(7, Platform.SMALL).remaining()).isEqualTo(2);
  }

  private static void limited(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.retryAfter().orElseThrow()).isPositive());
  }
}
