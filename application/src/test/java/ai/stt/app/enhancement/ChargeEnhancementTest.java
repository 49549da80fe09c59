package ai.stt.app.enhancement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.model.ChooseModel;
import ai.stt.app.scheduling.WorkQueue;
import ai.stt.app.testing.FakeEnhancer;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.testing.InMemoryPlatform;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.usage.Usage;
import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What enhancements cost, of an account with ten credits. */
@Timeout(60)
class ChargeEnhancementTest {
  private static final int RATE = 48_000;
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final MovableClock clock = new MovableClock("2026-03-05T12:00:00Z");
  private final Platform platform = new Platform(new InMemoryPlatform(), clock);
  private final long ada = platform.account("ada@example.org", Platform.SMALL).id();
  private final ChargeEnhancement charge =
      new ChargeEnhancement(platform.work, platform.spend, platform.credits, clock);
  private final FakeEnhancer enhancer = new FakeEnhancer(RATE);
  private final FakeModels models =
      new FakeModels().live(Capability.ENHANCEMENT, "clean", enhancer);
  private final WorkQueue queue = new WorkQueue(1, 1, Duration.ofMillis(100));

  @AfterEach
  void closeQueue() {
    queue.close();
  }

  /** A second of sound whose file claims another length; the first look at it is told. */
  private static final class Claiming implements DecodedSound {
    private final double claim;
    private final Runnable look;
    private boolean given;

    Claiming(double claim, Runnable look) {
      this.claim = claim;
      this.look = look;
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public OptionalDouble claimedDuration() {
      return OptionalDouble.of(claim);
    }

    @Override
    public float @Nullable [] read() {
      look.run();
      boolean end = given;
      given = true;
      return end ? null : new float[RATE];
    }

    @Override
    public void close() {}
  }

  @Test
  void theClaimIsHeldBeforeTheModelRunsAndTheLengthIsPaid() throws Exception {
    var pending = start(new Claiming(119, () -> expect(8, 2, 0)));
    pending.await(LONG).orElseThrow().close();

    expect(9, 0, 1);
    Usage used = platform.usage.lastThirtyDays(ada).total();
    assertThat(used).isEqualTo(new Usage(0, 0, 1 / 60.0, 1));
  }

  @Test
  void whoCannotPayTheClaimIsRefusedBeforeTheModelRuns() {
    var pending =
        start(
            new Claiming(
                601,
                () -> {
                  throw new AssertionError("it is heard");
                }));

    assertThatThrownBy(() -> pending.await(LONG))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CREDITS))
        .hasMessageContaining("costs 11 and 10 are left");
    assertThat(enhancer.asked()).isEmpty();
    expect(10, 0, 0);
  }

  @Test
  void whatFailsCostsNothing() {
    var broken = new SpeechException(ErrorCode.UNSUPPORTED_MEDIA, "the file is damaged");
    var pending =
        start(
            new Claiming(
                61,
                () -> {
                  throw broken;
                }));

    assertThatThrownBy(() -> pending.await(LONG)).isSameAs(broken);
    expect(10, 0, 0);
    assertThat(platform.usage.lastThirtyDays(ada).total()).isEqualTo(Usage.NONE);
  }

  @Test
  void whatIsCanceledCostsNothing() throws Exception {
    var running = new CountDownLatch(1);
    var canceled = new CountDownLatch(1);
    var pending =
        start(
            new Claiming(
                61,
                () -> {
                  running.countDown();
                  await(canceled);
                }));
    running.await();
    pending.cancel();
    canceled.countDown();
    while (queue.running() > 0) {
      Thread.onSpinWait();
    }
    expect(10, 0, 0);
  }

  @Test
  void soundBeyondItsClaimIsHeldAsItsMinutesBegin() {
    ChargeEnhancement.Bill bill = charge.open(ada, Platform.SMALL);
    bill.hold(Duration.ZERO);
    expect(9, 1, 0);
    bill.hold(Duration.ofSeconds(60));
    expect(9, 1, 0);
    bill.hold(Duration.ofMillis(60_001));
    expect(8, 2, 0);
    bill.hold(Duration.ofSeconds(30));
    bill.settle(Duration.ofSeconds(121));
    expect(7, 0, 3);
    bill.close();
    expect(7, 0, 3);
  }

  @Test
  void enhancementsAtTheSameTimeCannotOverspend() {
    ChargeEnhancement.Bill one = charge.open(ada, Platform.SMALL);
    ChargeEnhancement.Bill two = charge.open(ada, Platform.SMALL);
    one.hold(Duration.ofMinutes(6));

    assertThatThrownBy(() -> two.hold(Duration.ofMinutes(6))).hasMessageContaining("costs 6");
    two.close();
    one.close();
    expect(10, 0, 0);
  }

  @Test
  void whatWasPaidUnderAKeyCostsNothingAgainForADay() {
    ChargeEnhancement.Bill first = charge.open(ada, Platform.SMALL, "key", "one");
    first.hold(Duration.ofMinutes(2));
    first.settle(Duration.ofMinutes(2));
    first.close();
    expect(8, 0, 2);
    ChargeEnhancement.Bill again = charge.open(ada, Platform.SMALL, "key", "one");
    again.hold(Duration.ofMinutes(2));
    again.settle(Duration.ofMinutes(2));
    again.close();
    expect(8, 0, 2);
    assertThatThrownBy(() -> charge.open(ada, Platform.SMALL, "key", "two"))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    clock.move(Duration.ofHours(25));
    ChargeEnhancement.Bill later = charge.open(ada, Platform.SMALL, "key", "two");
    later.settle(Duration.ofMinutes(1));
    expect(7, 0, 3);
  }

  @Test
  void whatCameToNothingUnderAKeyMayBeTriedAgainAndIsPaidThen() {
    ChargeEnhancement.Bill failed = charge.open(ada, Platform.SMALL, "key", "one");
    failed.hold(Duration.ofMinutes(2));
    failed.close();
    expect(10, 0, 0);
    ChargeEnhancement.Bill again = charge.open(ada, Platform.SMALL, "key", "one");
    again.settle(Duration.ofMinutes(2));
    expect(8, 0, 2);
  }

  @Test
  void twoWithAKeyThatShouldNotHaveBeenAtWorkTogetherArePaidOnce() {
    ChargeEnhancement.Bill one = charge.open(ada, Platform.SMALL, "key", "one");
    ChargeEnhancement.Bill two = charge.open(ada, Platform.SMALL, "key", "one");
    one.hold(Duration.ofMinutes(2));
    two.hold(Duration.ofMinutes(2));
    expect(6, 4, 0);
    one.settle(Duration.ofMinutes(2));
    two.settle(Duration.ofMinutes(2));
    one.close();
    two.close();
    expect(8, 0, 2);
    assertThat(platform.usage.lastThirtyDays(ada).total().credits()).isEqualTo(2);
  }

  @Test
  void withoutCreditsNoBillIsOpened() {
    long poor = platform.account("poor@example.org", Platform.BOUGHT).id();

    assertThatThrownBy(() -> charge.open(poor, Platform.BOUGHT))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_CREDITS));
  }

  @Test
  void whatAKilledServerHeldComesBackADayLater() {
    charge.open(ada, Platform.SMALL).hold(Duration.ofMinutes(10));
    expect(0, 10, 0);
    clock.move(Duration.ofDays(1));
    charge.releaseForgotten();
    assertThatThrownBy(() -> charge.open(ada, Platform.SMALL)).hasMessageContaining("No credits");
    clock.move(Duration.ofSeconds(1));

    charge.releaseForgotten();
    expect(10, 0, 0);
  }

  private PendingEnhancement start(DecodedSound sound) {
    var settings = new EnhancementSettings("clean", 100, Duration.ofHours(1));
    return new EnhanceAudio(
            new ChooseModel(models, models),
            models,
            (file, rate, channels) -> sound,
            queue,
            settings,
            folder)
        .start(Path.of("speech.mp4"), null, charge.open(ada, Platform.SMALL));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void expect(long balance, long reserved, long used) {
    CreditSummary summary = platform.credits.summary(ada, Platform.SMALL);
    assertThat(new long[] {summary.balance(), summary.reserved(), summary.used()})
        .as("balance, reserved, used")
        .containsExactly(balance, reserved, used);
  }
}
