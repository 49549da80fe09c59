package ai.stt.config.wiring;

/** What this process is to the state in the home. */
public enum Role {
  /** The server: owns the embedded database. */
  SERVER,
  /** A command: uses the embedded database of a server that runs, or starts it for a while. */
  VISITOR
}
