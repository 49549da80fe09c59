package ai.stt.config.wiring;

import ai.stt.inference.worker.HostService;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Writes what the process of the models has to say into the log of its server, which formats and
 * filters it. Nobody waits for it; when the server is far behind, lines are lost.
 */
final class HostLog extends AppenderBase<ILoggingEvent> {
  private static final int MOST_WAITING = 1000;

  private final HostService host;
  private final ExecutorService writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("stt-worker-log").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private HostLog(HostService host) {
    this.host = host;
  }

  /** Sends all from the level INFO on to the server, and nothing elsewhere. */
  static void use(HostService host) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var log = new HostLog(host);
    log.setContext(context);
    log.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(log);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String thrown =
        event.getThrowableProxy() == null
            ? ""
            : System.lineSeparator() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    int level = Level.toLocationAwareLoggerInteger(event.getLevel());
    String message = event.getFormattedMessage() + thrown;
    writer.execute(() -> host.log(level, event.getLoggerName(), message));
  }
}
