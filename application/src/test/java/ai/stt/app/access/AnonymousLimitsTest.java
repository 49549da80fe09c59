package ai.stt.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AnonymousLimitsTest {
  private static final ClientNetwork HOME = network("192.0.2.1");
  private Instant now = Instant.parse("2026-03-01T22:00:00Z");
  private final AnonymousLimits limits = limits(new AnonymousSettings(true, 3, 100, 1));

  @Test
  void theFourthOfTheDayWaitsForMidnight() {
    for (int i = 0; i < 3; i++) {
      limits.enter(HOME).close();
    }
    assertThatThrownBy(() -> limits.enter(HOME))
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(e.retryAfter()).contains(Duration.ofHours(2));
              assertThat(e).hasMessageContaining("Bearer");
            });
    assertThat(limits.quota(HOME)).isEqualTo(new Quota(3, 0, 7200));
    limits.enter(network("192.0.2.2")).close();

    now = now.plus(Duration.ofHours(2));
    limits.enter(HOME).close();
    assertThat(limits.quota(HOME)).isEqualTo(new Quota(3, 2, 86_400));
  }

  @Test
  void oneAtOnce() {
    var first = limits.enter(HOME);
    assertThatThrownBy(() -> limits.enter(HOME))
        .isInstanceOfSatisfying(
            SpeechException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
    first.close();
    first.close();
    limits.enter(HOME).close();
    assertThat(limits.quota(HOME).remaining()).isEqualTo(1);
  }

  @Test
  void workThatWasNotDoneIsNotCounted() {
    var place = limits.enter(HOME);
    assertThat(limits.quota(HOME).remaining()).isEqualTo(2);
    place.refund();
    place.close();
    assertThat(limits.quota(HOME).remaining()).isEqualTo(3);
  }

  @Test
  void aRefundOfYesterdayGivesNothingToday() {
    var place = limits.enter(HOME);
    now = now.plus(Duration.ofHours(3));
    limits.enter(network("192.0.2.7")).close();
    place.refund();
    place.close();
    limits.enter(HOME).close();
    assertThat(limits.quota(HOME).remaining()).isEqualTo(2);
  }

  @Test
  void switchedOffNothingIsCounted() {
    var off = limits(AnonymousSettings.OFF);
    var open = IntStream.range(0, 50).mapToObj(i -> off.enter(HOME)).toList();
    open.forEach(AnonymousLimits.Place::close);
    assertThat(off.quota(HOME).remaining()).isEqualTo(3);
  }

  @Test
  void anIpv6HouseholdCountsOnce() {
    assertThat(network("2001:db8:1:2::1")).isEqualTo(network("2001:db8:1:2:ffff::9"));
    assertThat(network("2001:db8:1:2::1")).isNotEqualTo(network("2001:db8:1:3::1"));
    assertThat(network("::ffff:192.0.2.1")).isEqualTo(HOME);
    assertThat(network("192.0.2.1")).isNotEqualTo(network("192.0.2.2"));
  }

  @Test
  void threadsAtTheSameTimeDoNotSlipThrough() throws InterruptedException {
    var many = limits(new AnonymousSettings(true, 20, 100, 100));
    var entered = new AtomicInteger();
    var threads =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    Thread.startVirtualThread(
                        () -> {
                          try (var _ = many.enter(HOME)) {
                            entered.incrementAndGet();
                          } catch (SpeechException e) {
                            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                          }
                        }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(entered).hasValue(20);
  }

  private AnonymousLimits limits(AnonymousSettings settings) {
    return new AnonymousLimits(settings, new Now());
  }

  private static ClientNetwork network(String address) {
    return ClientNetwork.of(InetAddress.ofLiteral(address));
  }

  private final class Now extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
