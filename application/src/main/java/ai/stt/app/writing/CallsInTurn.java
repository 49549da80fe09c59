package ai.stt.app.writing;

import ai.stt.plugin.generation.Generated;
import ai.stt.plugin.generation.GenerationListener;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.generation.TextGenerator;
import java.util.concurrent.Semaphore;

/**
 * A language model that is called so often at once and no more: a long text is many calls, and a
 * model turns away what it has no place for. So calls wait here, in the order in which they come;
 * those for which somebody waits in front of a screen do not. Closing it closes nothing.
 */
public final class CallsInTurn implements TextGenerator {
  private final TextGenerator model;
  private final Semaphore places;

  /**
   * A model with these places.
   *
   * @param places for calls at once, shared with others; fair
   */
  public CallsInTurn(TextGenerator model, Semaphore places) {
    this.model = model;
    this.places = places;
  }

  @Override
  public int roomTokens() {
    return model.roomTokens();
  }

  @Override
  public int tokens(String text) {
    return model.tokens(text);
  }

  @Override
  public Generated generate(GenerationRequest request, GenerationListener listener)
      throws InterruptedException {
    if (request.urgent()) {
      return model.generate(request, listener);
    }
    places.acquire();
    try {
      return model.generate(request, listener);
    } finally {
      places.release();
    }
  }

  /** The model belongs to whoever lent it. */
  @Override
  public void close() {}
}
