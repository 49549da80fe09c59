package ai.stt.http.access;

import ai.stt.app.access.AnonymousLimits;
import ai.stt.app.access.ApiKeys;
import ai.stt.app.access.ClientNetwork;
import ai.stt.app.access.Quota;
import ai.stt.app.access.TrustedProxies;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;

/** Lets callers in: with a key of the list, or anonymous within the limits. Thread-safe. */
public final class Doorkeeper {
  private final ApiKeys keys;
  private final AnonymousLimits limits;
  private final TrustedProxies proxies;
  private final @Nullable Callers callers;

  /**
   * A doorkeeper with these rules.
   *
   * @param callers accounts with keys of their own, null when there are none
   */
  public Doorkeeper(
      ApiKeys keys, AnonymousLimits limits, TrustedProxies proxies, @Nullable Callers callers) {
    this.keys = keys;
    this.limits = limits;
    this.proxies = proxies;
    this.callers = callers;
  }

  /**
   * Who was let in.
   *
   * @param place what an anonymous caller holds, null for a caller with a key
   * @param account that calls, null for an anonymous caller and for a key of the configuration
   * @param maxUploadBytes the largest file the caller may send
   */
  public record Entry(
      AnonymousLimits.@Nullable Place place, @Nullable KeyedCaller account, long maxUploadBytes)
      implements AutoCloseable {
    /** Says that no work was done for this caller. */
    public void refund() {
      if (place != null) {
        place.refund();
      }
    }

    @Override
    public void close() {
      if (place != null) {
        place.close();
      }
    }
  }

  /**
   * Who calls, where nothing is counted.
   *
   * @param id the same for requests with the same key; tells nothing about the key
   * @param maxUploadBytes the largest file the caller may send
   */
  public record Caller(String id, long maxUploadBytes) {}

  /**
   * Tells callers apart without counting them.
   *
   * @param maxUploadBytes the limit of the server, which holds for everybody
   * @throws SpeechException {@code UNAUTHORIZED}
   */
  public Caller identify(HttpServletRequest request, long maxUploadBytes) {
    Optional<Keyed> key = key(request);
    if (key.isPresent()) {
      return new Caller(key.get().id(), key.get().limited(maxUploadBytes));
    }
    boolean limited = limits.settings().enabled();
    return new Caller(
        "anonymous",
        limited ? Math.min(maxUploadBytes, limits.settings().maxUploadBytes()) : maxUploadBytes);
  }

  /**
   * Lets the caller of a transcription in, and tells it in {@code RateLimit-*} headers what is left
   * when there is a limit.
   *
   * @param maxUploadBytes the limit of the server, which holds for everybody
   * @throws SpeechException {@code UNAUTHORIZED} or {@code RATE_LIMITED}
   */
  public Entry enter(
      HttpServletRequest request, HttpServletResponse response, long maxUploadBytes) {
    Optional<Keyed> key = key(request);
    if (key.isPresent()) {
      return new Entry(null, key.get().account, key.get().limited(maxUploadBytes));
    }
    if (!limits.settings().enabled()) {
      return new Entry(null, null, maxUploadBytes);
    }
    ClientNetwork network = ClientNetwork.of(address(request));
    try {
      return new Entry(
          limits.enter(network),
          null,
          Math.min(maxUploadBytes, limits.settings().maxUploadBytes()));
    } finally {
      tell(limits.quota(network), response);
    }
  }

  /**
   * Lets in callers with a key only.
   *
   * @throws SpeechException {@code UNAUTHORIZED}
   */
  public void requireKey(HttpServletRequest request) {
    if (key(request).isEmpty()) {
      throw new SpeechException(
          ErrorCode.UNAUTHORIZED, "this needs an API key; send it as 'Authorization: Bearer KEY'");
    }
  }

  /** The key of the request, known to be valid. */
  private Optional<Keyed> key(HttpServletRequest request) {
    return BearerKey.parse(request.getHeader("Authorization")).map(this::keyed);
  }

  private Keyed keyed(String key) {
    if (keys.knows(key)) {
      return new Keyed(key, null);
    }
    try {
      if (callers != null) {
        return new Keyed(key, callers.of(key, Scope.TRANSCRIBE));
      }
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.UNAUTHORIZED) {
        throw e;
      }
    }
    throw new SpeechException(
        ErrorCode.UNAUTHORIZED,
        "this API key is not valid here; check it, or leave the Authorization header out to be"
            + " anonymous");
  }

  /** A valid key, and its account unless the configuration has it. */
  private record Keyed(String key, @Nullable KeyedCaller account) {
    String id() {
      return account == null ? "key-" + sha256(key) : "account-" + account.accountId();
    }

    long limited(long maxUploadBytes) {
      return account == null
          ? maxUploadBytes
          : Math.min(maxUploadBytes, account.plan().maxUploadBytes());
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private InetAddress address(HttpServletRequest request) {
    List<String> forwardedFor =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .toList();
    return proxies.client(peer(request), forwardedFor);
  }

  /** The other end of the connection, whatever headers say. */
  private static InetAddress peer(HttpServletRequest request) {
    SocketAddress remote =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint()
            .getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  private static void tell(Quota quota, HttpServletResponse response) {
    response.setHeader("RateLimit-Limit", Integer.toString(quota.limit()));
    response.setHeader("RateLimit-Remaining", Integer.toString(quota.remaining()));
    response.setHeader("RateLimit-Reset", Long.toString(quota.resetSeconds()));
  }
}
