package ai.stt.app.text;

/**
 * Policy of the text endpoints.
 *
 * @param embeddingModel makes vectors
 * @param analysisModel understands texts where no language model is needed
 * @param generationModel writes texts when it is installed; blank when no language model is wanted
 * @param concurrency requests that are worked on at once
 * @param queue requests that wait for a place; more are turned away
 * @param maxBodyBytes the largest request
 */
public record TextSettings(
    String embeddingModel,
    String analysisModel,
    String generationModel,
    int concurrency,
    int queue,
    long maxBodyBytes) {
  /** What a fresh machine has. */
  public static final TextSettings DEFAULT =
      new TextSettings(
          "all-minilm-l6-v2", "extractive", "qwen2.5-1.5b-instruct", 16, 100, 16 << 20);

  /** Checks the numbers. */
  public TextSettings {
    if (concurrency < 1 || concurrency > 1024) {
      throw new IllegalArgumentException("text.concurrency is not in 1..1024");
    }
    if (queue < 1 || queue > 100_000) {
      throw new IllegalArgumentException("text.queue is not in 1..100000");
    }
    if (maxBodyBytes < 1024 || maxBodyBytes > 1 << 30) {
      throw new IllegalArgumentException("text.max_body_bytes is not in 1KiB..1GiB");
    }
  }
}
