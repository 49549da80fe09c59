package ai.stt.http.account;

import ai.stt.app.account.ReadAccount;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.EmailPreferences;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.CreditSummary;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * An account as its owner sees it; times are ISO 8601.
 *
 * @param id at least 1
 * @param name may be empty
 * @param keepAudio whether recordings stay after their transcription
 */
record AccountAnswer(
    long id,
    String email,
    String name,
    @JsonProperty("created_at") String createdAt,
    PlanAnswer plan,
    CreditsAnswer credits,
    @JsonProperty("email_preferences") PreferencesAnswer emailPreferences,
    @JsonProperty("keep_audio") boolean keepAudio) {
  /** What the account may use. */
  record PlanAnswer(
      String id,
      String name,
      @JsonProperty("minutes_per_month") long minutesPerMonth,
      @JsonProperty("max_upload_bytes") long maxUploadBytes,
      int concurrent,
      @JsonProperty("requests_per_minute") int requestsPerMinute,
      List<String> models,
      @JsonProperty("excluded_models") List<String> excludedModels,
      @JsonProperty("audio_days") int audioDays) {
    static PlanAnswer of(Plan plan) {
      return new PlanAnswer(
          plan.id(),
          plan.name(),
          plan.minutesPerMonth(),
          plan.maxUploadBytes(),
          plan.concurrent(),
          plan.requestsPerMinute(),
          plan.models().stream().sorted().toList(),
          plan.excludedModels().stream().sorted().toList(),
          plan.audioDays());
    }
  }

  /** Credits, one for each minute of audio. */
  record CreditsAnswer(
      long balance,
      long reserved,
      long granted,
      long used,
      @JsonProperty("resets_at") String resetsAt) {
    static CreditsAnswer of(CreditSummary credits) {
      return new CreditsAnswer(
          credits.balance(),
          credits.reserved(),
          credits.granted(),
          credits.used(),
          credits.resetsAt().toString());
    }
  }

  /** Which letters the account wants. */
  record PreferencesAnswer(
      @JsonProperty("transcript_ready") boolean transcriptReady,
      @JsonProperty("usage_alerts") boolean usageAlerts,
      @JsonProperty("product_news") boolean productNews) {
    static PreferencesAnswer of(EmailPreferences wanted) {
      return new PreferencesAnswer(
          wanted.transcriptReady(), wanted.usageAlerts(), wanted.productNews());
    }
  }

  static AccountAnswer of(ReadAccount.AccountView view) {
    Account account = view.account();
    return new AccountAnswer(
        account.id(),
        account.email().text(),
        account.name(),
        account.createdAt().toString(),
        PlanAnswer.of(view.plan()),
        CreditsAnswer.of(view.credits()),
        PreferencesAnswer.of(account.emailPreferences()),
        account.keepsAudio());
  }
}
