package ai.stt.app.webhook;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;

/** Shows an account what became of its webhooks. Thread-safe. */
public final class ReadDeliveries {
  private final UnitOfWork work;

  /** Reads these stores. */
  public ReadDeliveries(UnitOfWork work) {
    this.work = work;
  }

  /** A page of the account's messages with their attempts, the newest first. */
  public Page<WebhookDelivery> list(long account, PageRequest page) {
    return work.in(stores -> stores.get(WebhookOutbox.class).deliveries(account, page));
  }
}
