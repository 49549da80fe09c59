package ai.stt.app.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses that a caller may send the server to: those of the public Internet, by the special
 * purpose registries of IANA, and none through which a private IPv4 address could be reached.
 * Beside them only what the operator allows. Thread-safe.
 */
public final class PublicAddresses {
  /** Not public IPv4, and an address that means the host's own agent in a large cloud. */
  private static final List<AddressBlock> CLOSED_4 =
      blocks(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "168.63.129.16",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4");

  /** All public IPv6 is in here ... */
  private static final AddressBlock GLOBAL_6 = AddressBlock.parse("2000::/3");

  /** ... but not this: protocols (Teredo too), documentation, 6to4. */
  private static final List<AddressBlock> CLOSED_6 =
      blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

  /** NAT64: the last 32 bits are the IPv4 address that is really meant. */
  private static final AddressBlock NAT64 = AddressBlock.parse("64:ff9b::/96");

  private final List<AddressBlock> allowed;

  /**
   * Public addresses, and these.
   *
   * @param allowed addresses or CIDR blocks, such as {@code 127.0.0.1} or {@code 10.1.0.0/16}
   * @throws IllegalArgumentException for a text that is neither
   */
  public PublicAddresses(Collection<String> allowed) {
    this.allowed = allowed.stream().map(AddressBlock::parse).toList();
  }

  /** Whether the server may connect to the address. */
  public boolean allows(InetAddress address) {
    if (holds(allowed, address)) {
      return true;
    }
    if (address instanceof Inet4Address) { // Java turns IPv4-mapped IPv6 into these
      return !holds(CLOSED_4, address);
    }
    return NAT64.holds(address)
        ? allows(lastFour(address))
        : GLOBAL_6.holds(address) && !holds(CLOSED_6, address);
  }

  private static InetAddress lastFour(InetAddress address) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static boolean holds(List<AddressBlock> blocks, InetAddress address) {
    return blocks.stream().anyMatch(block -> block.holds(address));
  }

  private static List<AddressBlock> blocks(String... texts) {
    return Stream.of(texts).map(AddressBlock::parse).toList();
  }
}
