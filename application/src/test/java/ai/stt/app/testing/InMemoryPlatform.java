package ai.stt.app.testing;

import ai.stt.app.account.Accounts;
import ai.stt.app.account.Sessions;
import ai.stt.app.audit.AuditLog;
import ai.stt.app.chat.Conversations;
import ai.stt.app.chat.Passages;
import ai.stt.app.cloud.Instances;
import ai.stt.app.credit.Ledger;
import ai.stt.app.job.DoomedRecordings;
import ai.stt.app.job.FirstRequests;
import ai.stt.app.job.Jobs;
import ai.stt.app.key.Keys;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.text.KeptSummaries;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.usage.UsageLog;
import ai.stt.app.webhook.WebhookOutbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All stores in memory. One unit of work at a time, whose changes an exception takes back. */
public final class InMemoryPlatform implements UnitOfWork {
  private final Map<Class<?>, Object> stores = new HashMap<>();
  private final List<InMemoryStore> undoable;

  /** Empty stores. */
  public InMemoryPlatform() {
    var audit = new InMemoryAuditLog();
    var sessions = new InMemorySessions();
    var ledger = new InMemoryLedger();
    var usage = new InMemoryUsageLog();
    var keys = new InMemoryKeys();
    var doomed = new InMemoryDoomedRecordings();
    var instances = new InMemoryInstances();
    var outbox = new InMemoryOutbox();
    var jobs = new InMemoryJobs(doomed, outbox);
    var requests = new InMemoryFirstRequests();
    var accounts =
        new InMemoryAccounts(
            List.of(sessions, ledger, usage, keys, jobs, requests, outbox, instances));
    keys.join(accounts);
    usage.join(accounts);
    stores.put(AuditLog.class, audit);
    stores.put(Sessions.class, sessions);
    stores.put(Ledger.class, ledger);
    stores.put(UsageLog.class, usage);
    stores.put(Keys.class, keys);
    stores.put(Accounts.class, accounts);
    stores.put(Jobs.class, jobs);
    stores.put(DoomedRecordings.class, doomed);
    stores.put(FirstRequests.class, requests);
    stores.put(Instances.class, instances);
    stores.put(WebhookOutbox.class, outbox);
    stores.put(Transcripts.class, new InMemoryTranscripts(jobs));
    var understanding = new InMemoryUnderstanding(jobs);
    stores.put(Passages.class, understanding.passages());
    stores.put(Conversations.class, understanding.conversations());
    stores.put(KeptSummaries.class, understanding.summaries());
    undoable =
        List.of(
            audit,
            sessions,
            ledger,
            usage,
            keys,
            accounts,
            jobs,
            doomed,
            requests,
            outbox,
            instances,
            understanding);
  }

  @Override
  public synchronized <T> T in(Function<Stores, T> work) {
    List<Runnable> undo = undoable.stream().map(InMemoryStore::snapshot).toList();
    boolean done = false;
    try {
      T result = work.apply(new TypedStores());
      done = true;
      return result;
    } finally {
      if (!done) {
        undo.forEach(Runnable::run);
      }
    }
  }

  private final class TypedStores implements Stores {
    @Override
    public <S> S get(Class<S> kind) {
      Object store = stores.get(kind);
      if (store == null) {
        throw new IllegalArgumentException("no store is registered for " + kind.getSimpleName());
      }
      return kind.cast(store);
    }
  }
}
