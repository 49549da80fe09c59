package ai.stt.app.account;

import ai.stt.platform.account.Account;
import ai.stt.platform.account.Plan;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plans of the configuration. Immutable. */
public final class Plans {
  /** The tiers of the public service. */
  public static final Plans DEFAULT = new Plans(List.of(Plan.FREE, Plan.PAID), Plan.FREE.id());

  private final Map<String, Plan> byId = new LinkedHashMap<>();
  private final Plan initial;

  /**
   * These plans.
   *
   * @param plans with different ids
   * @param initial id of the one that a new account gets
   */
  public Plans(Collection<Plan> plans, String initial) {
    for (Plan plan : plans) {
      if (byId.put(plan.id(), plan) != null) {
        throw new IllegalArgumentException("plans: '%s' is there twice".formatted(plan.id()));
      }
    }
    Plan first = byId.get(initial);
    if (first == null) {
      throw new IllegalArgumentException(
          "plans: the initial plan '%s' is not there".formatted(initial));
    }
    this.initial = first;
  }

  /** What a new account gets. */
  public Plan initial() {
    return initial;
  }

  /** All plans, as configured. */
  public List<Plan> all() {
    return List.copyOf(byId.values());
  }

  /** An account's plan; the initial one when its own is no longer configured. */
  public Plan of(Account account) {
    return Optional.ofNullable(byId.get(account.plan())).orElse(initial);
  }

  /**
   * The plan with this id.
   *
   * @throws SpeechException {@code INVALID_REQUEST} with the ids that there are
   */
  public Plan named(String id) {
    return Optional.ofNullable(byId.get(id))
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST, "plan: one of " + String.join(", ", byId.keySet())));
  }
}
