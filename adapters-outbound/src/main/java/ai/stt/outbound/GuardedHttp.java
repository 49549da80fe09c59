package ai.stt.outbound;

import ai.stt.app.outbound.OutboundHttp;
import ai.stt.app.outbound.OutboundSettings;
import ai.stt.app.outbound.PublicAddresses;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Apache HttpClient with a resolver that refuses closed addresses. Redirects are followed here, one
 * by one, so that each goes through the same checks. Nothing of the environment is used: no
 * proxies, no cookies, no credentials. Thread-safe.
 */
public final class GuardedHttp implements OutboundHttp, AutoCloseable {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_URI_CHARS = 4_096;

  private final OutboundSettings settings;
  private final CheckedResolver resolver;
  private final CloseableHttpClient client;

  /** A client that resolves names as this machine does. */
  public GuardedHttp(OutboundSettings settings) {
    this(settings, InetAddress::getAllByName, null);
  }

  /**
   * A client.
   *
   * @param tls whom to trust; null for the authorities that Java knows
   */
  GuardedHttp(OutboundSettings settings, CheckedResolver.Lookup lookup, @Nullable SSLContext tls) {
    this.settings = settings;
    this.resolver = new CheckedResolver(lookup, new PublicAddresses(settings.allow()));
    this.client = PlainClient.with(settings, resolver, tls);
  }

  @Override
  public void check(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      throw invalid("only http and https addresses are allowed");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() > 65_535) {
      throw invalid("the address names no host that can be looked up");
    }
    if (uri.getRawUserInfo() != null) {
      throw invalid("the address must not hold a user name or password");
    }
    if (uri.toString().length() > MAX_URI_CHARS) {
      throw invalid("the address is longer than %d characters".formatted(MAX_URI_CHARS));
    }
  }

  @Override
  public void checkNow(URI uri) {
    check(uri);
    try {
      String host = uri.getHost();
      var _ = resolver.resolve(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    } catch (UnknownHostException e) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "the name of the address leads nowhere; check it", e);
    }
  }

  @Override
  public long download(URI uri, long maxBytes, OutputStream target) throws IOException {
    var body = new LimitedBody(maxBytes, target);
    try (var deadline = new Deadline(settings.downloadTimeout())) {
      URI next = uri;
      for (int hop = 0; hop <= settings.redirects(); hop++) {
        URI asked = next;
        Answer answer =
            exchange(new HttpGet(checked(asked)), deadline, reply -> receive(asked, reply, body));
        if (answer.redirect() == null) {
          return body.received();
        }
        next = answer.redirect();
      }
    }
    throw invalid("the address redirects more than %d times".formatted(settings.redirects()));
  }

  @Override
  public int post(URI uri, Map<String, String> headers, byte[] json) {
    var request = new HttpPost(checked(uri));
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    try (var deadline = new Deadline(settings.postTimeout())) {
      return exchange(request, deadline, reply -> new Answer(reply.getCode(), null)).status();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written here", e);
    }
  }

  private record Answer(int status, @Nullable URI redirect) {}

  private static Answer receive(URI asked, ClassicHttpResponse reply, LimitedBody body)
      throws IOException {
    int status = reply.getCode();
    if (REDIRECTS.contains(status)) {
      Header location = reply.getFirstHeader("Location");
      if (location == null) {
        throw invalid("the address redirects without saying where to");
      }
      return new Answer(status, redirected(asked, location.getValue()));
    }
    if (status != 200) {
      throw status >= 500 || status == 429
          ? new SpeechException(
              ErrorCode.DEPENDENCY_FAILED,
              "the server of the address answered %d; try again later".formatted(status))
          : invalid("the server of the address answered %d instead of a file".formatted(status));
    }
    body.receive(reply.getEntity());
    return new Answer(status, null);
  }

  private static URI redirected(URI asked, String location) {
    try {
      return asked.resolve(location);
    } catch (IllegalArgumentException e) {
      throw invalid("the address redirects to something that is no address");
    }
  }

  /** Sends a request; the connection is closed afterwards without reading what is left. */
  private Answer exchange(
      HttpUriRequestBase request, Deadline deadline, HttpClientResponseHandler<Answer> handler)
      throws IOException {
    deadline.watch(request);
    try (ClassicHttpResponse reply = client.executeOpen(null, request, null)) {
      try {
        return handler.handleResponse(reply);
      } finally {
        request.cancel();
      }
    } catch (LimitedBody.TargetFailure e) {
      throw e.failure();
    } catch (SSLException e) {
      throw new SpeechException(
          ErrorCode.DEPENDENCY_FAILED,
          "the server of the address has no certificate that this server trusts",
          e);
    } catch (IOException | HttpException e) {
      throw unreachable(deadline, e);
    }
  }

  private static SpeechException unreachable(Deadline deadline, Exception e) {
    String sentence =
        deadline.isOver()
            ? "the server of the address takes too long"
            : "the server of the address cannot be reached or broke off";
    return new SpeechException(ErrorCode.DEPENDENCY_FAILED, sentence, e);
  }

  private URI checked(URI uri) {
    check(uri);
    return uri;
  }

  private static SpeechException invalid(String sentence) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, sentence);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
