package ai.stt.app.testing;

import ai.stt.plugin.generation.ChatMessage;
import ai.stt.plugin.generation.Generated;
import ai.stt.plugin.generation.GenerationListener;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.generation.TextGenerator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Answers what it is told to answer, word by word. A word is a token. The text {@code wait for
 * ever} in a conversation does so.
 */
public final class FakeGenerator implements TextGenerator {
  private final Function<GenerationRequest, String> answers;
  private final List<GenerationRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Gives these answers. */
  public FakeGenerator(Function<GenerationRequest, String> answers) {
    this.answers = answers;
  }

  /** The last message of a conversation. */
  public static String asked(GenerationRequest request) {
    return request.messages().getLast().text();
  }

  /** What it was asked, in order. */
  public List<GenerationRequest> requests() {
    return List.copyOf(requests);
  }

  /** Calls that wait for ever. */
  public int waiting() {
    return waiting.get();
  }

  @Override
  public int roomTokens() {
    return 2000;
  }

  @Override
  public int tokens(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  @Override
  public Generated generate(GenerationRequest request, GenerationListener listener)
      throws InterruptedException {
    requests.add(request);
    if (asked(request).contains(FakeEmbedder.ENDLESS)) {
      waitForEver();
    }
    String answer = answers.apply(request);
    for (String word : answer.split("(?<= )")) {
      listener.piece(word);
    }
    int prompt = request.messages().stream().map(ChatMessage::text).mapToInt(this::tokens).sum();
    return new Generated(answer, true, prompt, 0, tokens(answer));
  }

  private synchronized void waitForEver() throws InterruptedException {
    waiting.incrementAndGet();
    try {
      while (true) {
        wait();
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  @Override
  public void close() {}
}
