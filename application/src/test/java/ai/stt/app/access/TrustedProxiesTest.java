package ai.stt.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustedProxiesTest {
  private static final InetAddress PROXY = InetAddress.ofLiteral("10.1.2.3");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("203.0.113.9");
  private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/9"));

  @Test
  void aStrangersHeaderIsNotBelieved() {
    assertThat(proxies.client(STRANGER, List.of("1.2.3.4"))).isEqualTo(STRANGER);
    assertThat(TrustedProxies.NONE.client(PROXY, List.of("1.2.3.4"))).isEqualTo(PROXY);
  }

  @Test
  void aTrustedProxyNamesTheCaller() {
    assertThat(proxies.client(PROXY, List.of("198.51.100.7")).getHostAddress())
        .isEqualTo("198.51.100.7");
    assertThat(proxies.client(PROXY, List.of())).isEqualTo(PROXY);
  }

  @Test
  void whatTheCallerItselfWroteIntoTheHeaderIsSkipped() {
    var header = List.of("1.1.1.1", "198.51.100.7", " 10.9.9.9 ");
    assertThat(proxies.client(PROXY, header).getHostAddress()).isEqualTo("198.51.100.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "example.org", "999.1.1.1", "1.2.3.4:80", "localhost"})
  void whatIsNoAddressEndsTheSearchWithoutALookup(String garbage) {
    assertThat(proxies.client(PROXY, List.of("1.1.1.1", garbage))).isEqualTo(PROXY);
  }

  @Test
  void blocksEndAtTheirLastBit() {
    assertThat(proxies.client(InetAddress.ofLiteral("fd7f::1"), List.of("2001:db8::1")))
        .isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    InetAddress outside = InetAddress.ofLiteral("fd80::1");
    assertThat(proxies.client(outside, List.of("2001:db8::1"))).isEqualTo(outside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/x", "host.example", "::1/129", ""})
  void aBadBlockIsRefusedAtStart(String block) {
    assertThatThrownBy(() -> new TrustedProxies(List.of(block)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("trusted proxies");
  }
}
