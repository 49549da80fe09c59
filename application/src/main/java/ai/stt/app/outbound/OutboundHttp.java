package ai.stt.app.outbound;

import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;

/**
 * HTTP requests to addresses that callers name. They never reach private networks, never last
 * longer and never bring more than they may. Thread-safe.
 */
public interface OutboundHttp {
  /**
   * Gets a file. Follows a few redirects; each is checked like the first address.
   *
   * @param uri http or https
   * @param maxBytes of the file
   * @param target gets the bytes as they come; not closed
   * @return bytes of the file
   * @throws SpeechException {@code INVALID_REQUEST} when the address is not allowed or does not
   *     give a file, {@code TOO_LARGE} as soon as that is known, {@code DEPENDENCY_FAILED} when its
   *     server cannot be reached, breaks off or takes too long
   * @throws IOException when {@code target} fails
   */
  long download(URI uri, long maxBytes, OutputStream target) throws IOException;

  /**
   * Posts JSON. Follows no redirects, and drops the answer's body.
   *
   * @param uri http or https
   * @return the status of the answer, whatever it is
   * @throws SpeechException {@code INVALID_REQUEST} when the address is not allowed, {@code
   *     DEPENDENCY_FAILED} when its server cannot be reached or takes too long
   */
  int post(URI uri, Map<String, String> headers, byte[] json);

  /**
   * Checks an address before it is used, as far as that needs no network.
   *
   * @throws SpeechException {@code INVALID_REQUEST} saying what is wrong
   */
  void check(URI uri);

  /**
   * Checks an address that is used later: also where its name leads to now. What it leads to then
   * is checked again.
   *
   * @throws SpeechException {@code INVALID_REQUEST} saying what is wrong
   */
  void checkNow(URI uri);
}
