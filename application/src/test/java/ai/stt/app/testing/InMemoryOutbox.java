package ai.stt.app.testing;

import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.webhook.WebhookAttempt;
import ai.stt.app.webhook.WebhookAttempt.Outcome;
import ai.stt.app.webhook.WebhookDelivery;
import ai.stt.app.webhook.WebhookMessage;
import ai.stt.app.webhook.WebhookOutbox;
import ai.stt.app.webhook.WebhookSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

final class InMemoryOutbox implements WebhookOutbox, InMemoryStore {
  private Map<String, WebhookDelivery> rows = new LinkedHashMap<>();
  private Map<Long, WebhookSecret> secrets = new HashMap<>();

  @Override
  public void put(WebhookMessage message) {
    rows.putIfAbsent(message.id(), new WebhookDelivery(message, message.createdAt(), List.of()));
  }

  @Override
  public List<WebhookMessage> claim(Instant now, Duration lease, int most) {
    List<WebhookDelivery> due =
        rows.values().stream()
            .filter(row -> row.next() != null && !row.next().isAfter(now))
            .sorted(
                Comparator.comparing((WebhookDelivery row) -> Objects.requireNonNull(row.next())))
            .limit(most)
            .toList();
    due.forEach(
        row ->
            rows.put(
                row.message().id(),
                new WebhookDelivery(row.message(), now.plus(lease), row.log())));
    return due.stream().map(WebhookDelivery::message).toList();
  }

  @Override
  public void record(String messageId, WebhookAttempt attempt, Instant next) {
    WebhookDelivery row = rows.get(messageId);
    if (row == null || row.next() == null || row.log().size() + 1 != attempt.number()) {
      return;
    }
    WebhookMessage before = row.message();
    var tried =
        new WebhookMessage(
            before.id(),
            before.account(),
            before.transcript(),
            before.target(),
            before.json(),
            before.createdAt(),
            attempt.number());
    List<WebhookAttempt> log = new ArrayList<>(row.log());
    log.add(attempt);
    rows.put(
        messageId,
        new WebhookDelivery(tried, attempt.outcome() == Outcome.RETRYING ? next : null, log));
  }

  @Override
  public Page<WebhookDelivery> deliveries(long account, PageRequest page) {
    List<WebhookDelivery> all =
        rows.values().stream()
            .filter(row -> row.message().account() == account)
            .sorted(
                Comparator.comparing((WebhookDelivery row) -> row.message().createdAt())
                    .thenComparing(row -> row.message().id())
                    .reversed())
            .toList();
    return new Page<>(all.size(), all.stream().skip(page.offset()).limit(page.limit()).toList());
  }

  @Override
  public void forget(Instant before) {
    rows.values().removeIf(row -> row.next() == null && row.message().createdAt().isBefore(before));
  }

  @Override
  public WebhookSecret secret(long account, WebhookSecret fresh) {
    return secrets.computeIfAbsent(account, missing -> fresh);
  }

  @Override
  public void replaceSecret(long account, WebhookSecret fresh) {
    secrets.put(account, fresh);
  }

  void forgetTranscript(long id) {
    rows.values().removeIf(row -> row.message().transcript() == id);
  }

  @Override
  public Runnable snapshot() {
    var rowsBefore = new LinkedHashMap<>(rows);
    var secretsBefore = new HashMap<>(secrets);
    return () -> {
      rows = rowsBefore;
      secrets = secretsBefore;
    };
  }

  @Override
  public void forgetAccount(long accountId) {
    rows.values().removeIf(row -> row.message().account() == accountId);
    secrets.remove(accountId);
  }
}
