package ai.stt.config;

import ai.stt.config.cli.Cli;

/** The entry point of the program. */
public final class Main {
  private Main() {}

  /** Runs a command of the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Cli.run(args));
  }
}
