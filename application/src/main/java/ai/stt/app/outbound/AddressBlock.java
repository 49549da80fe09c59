package ai.stt.app.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Addresses that share their first bits.
 *
 * @param start any address of the block
 * @param prefixBits how many bits are shared
 */
public record AddressBlock(InetAddress start, int prefixBits) {
  /** An address and nothing that would have to be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9.]{7,15}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** Checks the number of bits. */
  public AddressBlock {
    if (prefixBits < 0 || prefixBits > start.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("no such prefix: /" + prefixBits);
    }
  }

  /**
   * Reads an address or a CIDR block, such as {@code 10.0.0.0/8} or {@code ::1}.
   *
   * @throws IllegalArgumentException for a text that is neither
   */
  public static AddressBlock parse(String text) {
    String[] parts = text.strip().split("/", 2);
    if (!LITERAL.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("neither an address nor a CIDR block: " + text);
    }
    try {
      InetAddress start = InetAddress.ofLiteral(parts[0]);
      int bits =
          parts.length == 2 ? Integer.parseInt(parts[1]) : start.getAddress().length * Byte.SIZE;
      return new AddressBlock(start, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("neither an address nor a CIDR block: " + text, e);
    }
  }

  /** Whether the address is in the block. */
  public boolean holds(InetAddress candidate) {
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
