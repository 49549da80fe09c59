package ai.stt.inference.worker;

/** What the server asks of the process that runs its models. Public for reflection alone. */
public interface WorkerService {
  /** Makes the engines by their settings; they load nothing yet. First and once. */
  void begin(byte[] settings);

  /**
   * Loads a model.
   *
   * @return the number by which it is called, until it is closed
   */
  long load(LoadOrder order) throws Exception;

  /** The GPU is gone: engines are made anew without it. Told again, nothing happens. */
  void loseGpu(String reason);
}
