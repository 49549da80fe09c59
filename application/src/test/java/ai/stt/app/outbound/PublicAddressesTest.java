package ai.stt.app.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
  private final PublicAddresses addresses = new PublicAddresses(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255"
      })
  void ipv4ThatIsNotPublicIsClosed(String address) {
    assertThat(addresses.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "::",
        "::1",
        "::7f00:1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void ipv6ThatIsNotPublicOrLeadsToAPrivateIpv4IsClosed(String address) {
    assertThat(addresses.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
        "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255",
        "2606:4700::1111", "2a00:1450:4001::1", "64:ff9b::1.1.1.1", "::ffff:1.1.1.1"
      })
  void whatIsPublicIsOpen(String address) {
    assertThat(addresses.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void aMappedAddressIsTheIpv4AddressHoweverItIsWritten() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 127;
    mapped[15] = 1;

    assertThat(addresses.allows(InetAddress.getByAddress(mapped))).isFalse();
    assertThat(addresses.allows(InetAddress.getByAddress("public.example", mapped))).isFalse();
  }

  @Test
  void theOperatorMayOpenABlockAndOnlyThat() {
    var open = new PublicAddresses(List.of("127.0.0.1", "10.1.0.0/16", "fd00::/8"));

    assertThat(open.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(open.allows(InetAddress.ofLiteral("10.1.255.255"))).isTrue();
    assertThat(open.allows(InetAddress.ofLiteral("fd12::1"))).isTrue();
    assertThat(open.allows(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    assertThat(open.allows(InetAddress.ofLiteral("10.2.0.0"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "1", "::/129"})
  void whatIsNoBlockIsRefused(String text) {
    assertThatThrownBy(() -> new PublicAddresses(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
