package ai.stt.platform.account;

/**
 * Which letters an account wants.
 *
 * @param transcriptReady when a transcript is done
 * @param usageAlerts when credits run low
 * @param productNews what is new
 */
public record EmailPreferences(boolean transcriptReady, boolean usageAlerts, boolean productNews) {
  /** What a new account has: what it asked for, and no advertising. */
  public static final EmailPreferences DEFAULT = new EmailPreferences(true, true, false);
}
