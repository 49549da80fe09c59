package ai.stt.app.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What counts as one anonymous caller: an IPv4 address, or the /64 of an IPv6 address, since a
 * household gets a whole /64.
 *
 * @param id a text that is the same for every address of the network
 */
public record ClientNetwork(String id) {
  private static final int PREFIX_BYTES = 64 / Byte.SIZE;

  /** The network of an address; an IPv4 address mapped into IPv6 counts as IPv4. */
  public static ClientNetwork of(InetAddress address) {
    if (address instanceof Inet6Address) {
      byte[] prefix = Arrays.copyOf(address.getAddress(), PREFIX_BYTES);
      return new ClientNetwork(HexFormat.of().formatHex(prefix) + "/64");
    }
    return new ClientNetwork(address.getHostAddress());
  }
}
