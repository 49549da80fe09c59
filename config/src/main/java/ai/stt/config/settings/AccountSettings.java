package ai.stt.config.settings;

import ai.stt.app.account.Plans;
import ai.stt.platform.account.Plan;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Accounts and what they may use.
 *
 * @param signUpsPerDay accounts that one network may make on a day; 0 when nobody may sign up
 * @param initialPlan id of the plan of those who sign up
 * @param adminPlan id of the plan of the operator's own account
 * @param plans by their ids
 */
public record AccountSettings(
    int signUpsPerDay, String initialPlan, String adminPlan, Map<String, PlanSettings> plans) {
  /** Checks that the plans fit together. */
  public AccountSettings {
    if (signUpsPerDay < 0) {
      throw new IllegalArgumentException("sign_ups_per_day is not negative");
    }
    if (!plans.containsKey(adminPlan)) {
      throw new IllegalArgumentException(
          "admin_plan: '%s' is not among the plans %s".formatted(adminPlan, plans.keySet()));
    }
    var _ = all(plans, initialPlan);
  }

  /** A plan without its id. */
  public record PlanSettings(
      String name,
      long minutesPerMonth,
      long maxUploadBytes,
      int concurrent,
      int requestsPerMinute,
      List<String> models,
      List<String> excludedModels,
      int audioDays,
      boolean privateCloud) {
    Plan named(String id) {
      return new Plan(
          id,
          name,
          minutesPerMonth,
          maxUploadBytes,
          concurrent,
          requestsPerMinute,
          Set.copyOf(models),
          Set.copyOf(excludedModels),
          audioDays,
          privateCloud);
    }
  }

  /** All plans. */
  public Plans all() {
    return all(plans, initialPlan);
  }

  /** The plan of the operator's own account. */
  public Plan admin() {
    return all().named(adminPlan);
  }

  private static Plans all(Map<String, PlanSettings> plans, String initial) {
    return new Plans(
        plans.entrySet().stream().map(plan -> plan.getValue().named(plan.getKey())).toList(),
        initial);
  }
}
