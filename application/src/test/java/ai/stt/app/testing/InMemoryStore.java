package ai.stt.app.testing;

/** What a store in memory needs to take part in a unit of work. */
interface InMemoryStore {
  /** Remembers the contents; what is returned brings them back. */
  Runnable snapshot();

  /** Drops what belongs to an account that goes. */
  void forgetAccount(long accountId);
}
