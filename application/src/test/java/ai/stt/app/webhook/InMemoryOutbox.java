package ai.stt.app.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An outbox that forgets. Thread-safe. */
public final class InMemoryOutbox implements WebhookOutbox {
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private static final class Entry {
    private WebhookMessage message;
    private Instant due;
    private boolean open = true;
    private final List<WebhookAttempt> log = new ArrayList<>();

    private Entry(WebhookMessage message) {
      this.message = message;
      this.due = message.createdAt();
    }
  }

  @Override
  public synchronized void put(WebhookMessage message) {
    entries.putIfAbsent(message.id(), new Entry(message));
  }

  @Override
  public synchronized List<WebhookMessage> claim(Instant now, Duration lease, int most) {
    List<Entry> due =
        entries.values().stream()
            .filter(entry -> entry.open && !entry.due.isAfter(now))
            .sorted(Comparator.comparing((Entry entry) -> entry.due))
            .limit(most)
            .toList();
    due.forEach(entry -> entry.due = now.plus(lease));
    return due.stream().map(entry -> entry.message).toList();
  }

  @Override
  public synchronized void record(String messageId, WebhookAttempt attempt, Instant next) {
    Entry entry = entries.get(messageId);
    if (entry == null) {
      return; // deleted meanwhile
    }
    WebhookMessage before = entry.message;
    entry.message =
        new WebhookMessage(
            before.id(),
            before.account(),
            before.target(),
            before.json(),
            before.createdAt(),
            attempt.number());
    entry.log.add(attempt);
    entry.open = attempt.outcome() == WebhookAttempt.Outcome.RETRYING;
    entry.due = next;
  }

  @Override
  public synchronized List<WebhookAttempt> log(long account, String messageId) {
    Entry entry = entries.get(messageId);
    return entry == null || entry.message.account() != account ? List.of() : List.copyOf(entry.log);
  }

  @Override
  public synchronized void deleteAll(long account) {
    entries.values().removeIf(entry -> entry.message.account() == account);
  }
}
