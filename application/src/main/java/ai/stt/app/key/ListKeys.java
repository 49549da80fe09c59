package ai.stt.app.key;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.key.ApiKey;

/** Shows an account its keys, without their secrets. Thread-safe. */
public final class ListKeys {
  private final UnitOfWork work;

  /** Reads these stores. */
  public ListKeys(UnitOfWork work) {
    this.work = work;
  }

  /** A page of the account's keys, the oldest first. */
  public Page<ApiKey> list(long accountId, PageRequest page) {
    return work.in(
        stores -> {
          Keys keys = stores.get(Keys.class);
          return new Page<>(
              keys.count(accountId), keys.list(accountId, page.limit(), page.offset()));
        });
  }
}
