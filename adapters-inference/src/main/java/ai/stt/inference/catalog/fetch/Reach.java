package ai.stt.inference.catalog.fetch;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What this machine may ask for things, and where else they are to be had.
 *
 * @param offline whether nothing is asked for at all
 * @param mirrors beginnings of addresses, and by what they are replaced: each is tried in its
 *     order, before the address itself
 */
public record Reach(boolean offline, Map<String, List<String>> mirrors) {
  /** Checks that mirrors are addresses. */
  public Reach {
    mirrors = Map.copyOf(mirrors);
    mirrors.forEach(
        (prefix, replacements) -> {
          requireAddress(prefix);
          replacements.forEach(Reach::requireAddress);
        });
  }

  /** Everything may be asked for, where it is. */
  public static Reach everywhere() {
    return new Reach(false, Map.of());
  }

  /** The addresses at which something is looked for, in order; the last is its own. */
  public List<URI> of(URI uri) {
    List<URI> all = new ArrayList<>();
    String own = uri.toString();
    mirrors.forEach(
        (prefix, replacements) -> {
          if (own.startsWith(prefix)) {
            replacements.forEach(to -> all.add(URI.create(to + own.substring(prefix.length()))));
          }
        });
    all.add(uri);
    return all;
  }

  /**
   * Requires that this machine may ask.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} when it is offline
   */
  public void requireOnline() {
    if (offline) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "Nothing is downloaded here (catalogs.offline); bring it with: stt bundle install FILE.");
    }
  }

  private static void requireAddress(String text) {
    if (!text.matches("https?://[^/\\s]+/\\S*")) {
      throw new IllegalArgumentException("mirrors are http(s) addresses with a path: " + text);
    }
  }
}
