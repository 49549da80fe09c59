package ai.stt.outbound;

import ai.stt.app.outbound.PublicAddresses;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a name up once, for the connection that is about to be made, and refuses it when any of its
 * addresses is closed. The connection goes to the addresses returned here and nowhere else, so an
 * answer that changes later changes nothing. Thread-safe.
 */
final class CheckedResolver implements DnsResolver {
  private final Lookup lookup;
  private final PublicAddresses open;

  /** Finds the addresses of a name, or reads an address. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] all(String host) throws UnknownHostException;
  }

  CheckedResolver(Lookup lookup, PublicAddresses open) {
    this.lookup = lookup;
    this.open = open;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = lookup.all(host);
    if (found.length == 0) {
      throw new UnknownHostException(host);
    }
    if (!Arrays.stream(found).allMatch(open::allows)) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "the address leads to a private or local network, where this server does not go; give a"
              + " public http or https address");
    }
    return found;
  }

  /** Nobody may ask the network for another name of the host. */
  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
