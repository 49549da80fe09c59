package ai.stt.config.wiring;

import ai.stt.config.settings.Home;
import ai.stt.config.settings.Settings;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.util.Modules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The wired program. Its parts are made when they are first asked for. Thread-safe. */
public final class Program implements AutoCloseable {
  private final Home home;
  private final Settings settings;
  private final Closing closing = new Closing();
  private final Injector injector;

  private Program(Home home, Settings settings, Role role) {
    this.home = home;
    this.settings = settings;
    this.injector =
        Guice.createInjector(
            Stage.DEVELOPMENT, // parts that a command does not need are never made
            Modules.combine(
                List.of(
                    new InferenceModule(home, settings, closing),
                    new ApplicationModule(settings, closing),
                    new PersistenceModule(home, settings.database(), role, closing),
                    new AccountModule(settings, closing),
                    new AccountApiModule(),
                    new JobModule(home, settings, closing),
                    new TextModule(settings, closing),
                    new WebhookModule(settings, closing),
                    new CloudModule(settings, closing),
                    new OperationModule(closing),
                    new HttpModule(settings, closing))));
  }

  /** Wires the program; nothing runs yet. */
  public static Program assemble(Home home, Settings settings, Role role) {
    return new Program(home, settings, role);
  }

  /** A part of the program. */
  public <T> T get(Class<T> type) {
    try {
      return injector.getInstance(type);
    } catch (ProvisionException e) {
      throw switch (e.getCause()) {
        case RuntimeException cause -> cause;
        case IOException cause -> new UncheckedIOException(cause);
        case null, default -> e;
      };
    }
  }

  /** The folder of all state. */
  public Home home() {
    return home;
  }

  /** The settings. */
  public Settings settings() {
    return settings;
  }

  /** Closes every part that was made. Idempotent. */
  @Override
  public void close() {
    closing.close();
  }
}
