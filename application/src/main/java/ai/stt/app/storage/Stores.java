package ai.stt.app.storage;

/** The stores of one unit of work, all on one connection. For one thread at a time. */
public interface Stores {
  /**
   * The store of a kind.
   *
   * @param kind the port, such as {@code Ledger.class}
   * @throws IllegalArgumentException when nobody registered one
   */
  <S> S get(Class<S> kind);
}
