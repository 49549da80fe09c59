package ai.stt.inference.engine.llama;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Computes nothing, and only when it is let: behind every token comes the same. */
final class FakeNetwork implements Network {
  static final int ALWAYS = 7;

  /** A sequence's part of a step. */
  record Part(int sequence, List<Integer> tokens) {}

  private final Semaphore allowed = new Semaphore(0);
  private final Semaphore begun = new Semaphore(0);
  private final List<List<Part>> steps = new CopyOnWriteArrayList<>();
  private final List<String> shared = new CopyOnWriteArrayList<>();

  /** Waits until a step has begun. */
  void awaitStep() throws InterruptedException {
    begun.acquire();
  }

  /** Lets steps end. */
  void allow(int count) {
    allowed.release(count);
  }

  List<List<Part>> steps() {
    return List.copyOf(steps);
  }

  /** What was taken over: from, to, tokens. */
  List<String> shared() {
    return List.copyOf(shared);
  }

  @Override
  public boolean forgets() {
    return true;
  }

  @Override
  public boolean keep(int sequence, int tokens) {
    return true;
  }

  @Override
  public void share(int from, int to, int tokens) {
    shared.add("%d to %d: %d".formatted(from, to, tokens));
  }

  @Override
  public int decode(Batch batch) {
    steps.add(
        batch.parts().stream()
            .map(
                part ->
                    new Part(part.seat().sequence, Arrays.stream(part.tokens()).boxed().toList()))
            .toList());
    begun.release();
    allowed.acquireUninterruptibly();
    return 0;
  }

  @Override
  public void logits(int place, float[] into) {
    Arrays.fill(into, 0);
    into[ALWAYS] = 1;
  }
}
