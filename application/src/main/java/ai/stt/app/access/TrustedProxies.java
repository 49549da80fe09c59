package ai.stt.app.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reverse proxies whose word about a caller's address is taken. Anybody can write an {@code
 * X-Forwarded-For}, so the list is read from its end, and only as far as trusted proxies wrote it.
 * Thread-safe.
 */
public final class TrustedProxies {
  /** Nobody is trusted: a caller is its peer. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  /** An address and nothing that would have to be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final List<Network> networks;

  private record Network(InetAddress start, int prefixBits) {
    boolean holds(InetAddress candidate) {
      byte[] address = start.getAddress();
      byte[] other = candidate.getAddress();
      if (other.length != address.length) {
        return false;
      }
      int whole = prefixBits / Byte.SIZE;
      int rest = prefixBits % Byte.SIZE;
      return Arrays.equals(address, 0, whole, other, 0, whole)
          && (rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0);
    }
  }

  /**
   * The proxies with these addresses.
   *
   * @param networks addresses or CIDR blocks, such as {@code 10.0.0.0/8} or {@code ::1}
   * @throws IllegalArgumentException for a text that is neither
   */
  public TrustedProxies(Collection<String> networks) {
    this.networks = networks.stream().map(TrustedProxies::parse).toList();
  }

  /**
   * The caller's address.
   *
   * @param peer who opened the connection
   * @param forwardedFor the elements of {@code X-Forwarded-For}, first proxy's first
   */
  public InetAddress client(InetAddress peer, List<String> forwardedFor) {
    InetAddress client = peer;
    for (String hop : forwardedFor.reversed()) {
      if (!trusts(client)) {
        return client;
      }
      Optional<InetAddress> before = literal(hop.strip());
      if (before.isEmpty()) {
        return client;
      }
      client = before.get();
    }
    return client;
  }

  private boolean trusts(InetAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address));
  }

  private static Network parse(String text) {
    String[] parts = text.strip().split("/", 2);
    InetAddress start =
        literal(parts[0])
            .orElseThrow(
                () -> new IllegalArgumentException("trusted proxies: not an address: " + text));
    int max = start.getAddress().length * Byte.SIZE;
    int bits = parts.length == 1 ? max : parseBits(parts[1], max, text);
    return new Network(start, bits);
  }

  private static int parseBits(String digits, int max, String text) {
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > max) {
      throw new IllegalArgumentException("trusted proxies: not a CIDR block: " + text);
    }
    return Integer.parseInt(digits);
  }

  private static Optional<InetAddress> literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
