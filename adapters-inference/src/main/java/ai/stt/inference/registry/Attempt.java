package ai.stt.inference.registry;

import ai.stt.plugin.Model;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What comes of asking a slot for its model. */
sealed interface Attempt {
  /** The model, with a lease counted, and as callers get it. */
  record Leased(HeldModel held, Model watched) implements Attempt {}

  /** It is being loaded; the outcome is empty, or the reason why the load failed. */
  record Loading(CompletableFuture<Optional<String>> outcome) implements Attempt {}

  /** It is not in memory, and has to be brought there. */
  record Absent() implements Attempt {}

  /** It failed a short while ago. */
  record Failed(String reason, Duration retryAfter) implements Attempt {}

  /** Another version has taken its place, or none. */
  record Gone() implements Attempt {}
}
