package ai.stt.app.webhook;

class InMemoryOutboxTest extends WebhookOutboxContract {
  @Override
  protected WebhookOutbox outbox() {
    return new InMemoryOutbox();
  }
}
