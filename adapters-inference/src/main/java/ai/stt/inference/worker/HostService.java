package ai.stt.inference.worker;

/** What the process that runs models asks of its server. Public for reflection alone. */
public interface HostService {
  /**
   * Writes to the server's log.
   *
   * @param level of {@link org.slf4j.event.Level}, as a number
   * @param logger its name
   * @param message with the stack trace, if there is one
   */
  void log(int level, String logger, String message);
}
