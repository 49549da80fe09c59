package ai.stt.http.testing;

import ai.stt.app.access.AnonymousSettings;
import ai.stt.app.live.LiveSettings;
import ai.stt.app.outbound.FakeOutbound;
import ai.stt.app.testing.FakeModels;
import ai.stt.app.text.TextSettings;
import ai.stt.http.live.StreamLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a server differs from the usual one. */
public final class ServerOptions {
  final Path folder;
  long maxUploadBytes = 1 << 20;
  int maxTranscriptions = 100;
  int concurrency = 4;
  int capacity = 20;
  TextSettings text = TextSettings.DEFAULT;
  Duration idleTimeout = Duration.ofSeconds(30);
  Duration drain = Duration.ofMillis(700);
  boolean virtualThreads = true;
  List<String> corsOrigins = List.of("*");
  AnonymousSettings anonymous = AnonymousSettings.OFF;
  List<String> proxies = List.of();
  FakeModels models = new FakeModels();
  FakeAccounts accounts = new FakeAccounts();
  FakeOutbound outbound = new FakeOutbound();
  LiveSettings live = LiveSettings.DEFAULT;
  StreamLimits streamLimits = StreamLimits.DEFAULT;
  @Nullable Object extraResource;

  /** The usual server. */
  public ServerOptions(Path folder) {
    this.folder = folder;
  }

  /** Another limit for files. */
  public ServerOptions maxUploadBytes(long bytes) {
    maxUploadBytes = bytes;
    return this;
  }

  /** Another queue and another number of requests at once. */
  public ServerOptions places(int transcriptions, int running, int waiting) {
    maxTranscriptions = transcriptions;
    concurrency = running;
    capacity = waiting;
    return this;
  }

  /** Other settings of the text endpoints. */
  public ServerOptions text(TextSettings settings) {
    text = settings;
    return this;
  }

  /** Another idle timeout of connections. */
  public ServerOptions idleTimeout(Duration timeout) {
    idleTimeout = timeout;
    return this;
  }

  /** Another patience with refused bodies. */
  public ServerOptions drain(Duration patience) {
    drain = patience;
    return this;
  }

  /** Platform threads. */
  public ServerOptions platformThreads() {
    virtualThreads = false;
    return this;
  }

  /** Other origins. */
  public ServerOptions corsOrigins(String... origins) {
    corsOrigins = List.of(origins);
    return this;
  }

  /** Limits for anonymous callers, and who may speak for them. */
  public ServerOptions anonymous(AnonymousSettings limits, String... trustedProxies) {
    anonymous = limits;
    proxies = List.of(trustedProxies);
    return this;
  }

  /** Models in place of the usual two. */
  public ServerOptions models(FakeModels fakes) {
    models = fakes;
    return this;
  }

  /** Accounts that are there already. */
  public ServerOptions accounts(FakeAccounts others) {
    accounts = others;
    return this;
  }

  /** An outside world in place of an empty one. */
  public ServerOptions outbound(FakeOutbound fake) {
    outbound = fake;
    return this;
  }

  /** Other limits of streams. */
  public ServerOptions streams(LiveSettings policy, StreamLimits limits) {
    live = policy;
    streamLimits = limits;
    return this;
  }

  /** One more Jersey resource. */
  public ServerOptions resource(Object resource) {
    extraResource = resource;
    return this;
  }

  /** Starts the server. */
  public TestServer start() throws Exception {
    return new TestServer(this);
  }
}
