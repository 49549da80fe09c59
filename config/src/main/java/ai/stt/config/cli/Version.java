package ai.stt.config.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the program, from the jar's manifest. */
public final class Version implements IVersionProvider {
  /** The version, such as {@code 0.1.0}. */
  public static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "0.1.0-dev");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"stt " + current()};
  }
}
