package ai.stt.persistence;

import ai.stt.app.account.Accounts;
import ai.stt.app.account.Sessions;
import ai.stt.app.audit.AuditLog;
import ai.stt.app.chat.Conversations;
import ai.stt.app.chat.Passages;
import ai.stt.app.cloud.Instances;
import ai.stt.app.credit.Ledger;
import ai.stt.app.job.DoomedRecordings;
import ai.stt.app.job.FirstRequests;
import ai.stt.app.job.Jobs;
import ai.stt.app.key.Keys;
import ai.stt.app.text.KeptSummaries;
import ai.stt.app.transcripts.Transcripts;
import ai.stt.app.usage.UsageLog;
import ai.stt.app.webhook.WebhookOutbox;
import ai.stt.persistence.account.JdbiAccounts;
import ai.stt.persistence.account.JdbiSessions;
import ai.stt.persistence.audit.JdbiAuditLog;
import ai.stt.persistence.chat.JdbiConversations;
import ai.stt.persistence.chat.JdbiPassages;
import ai.stt.persistence.cloud.JdbiInstances;
import ai.stt.persistence.credit.JdbiLedger;
import ai.stt.persistence.database.Database;
import ai.stt.persistence.database.JdbiUnitOfWork;
import ai.stt.persistence.job.JdbiDoomedRecordings;
import ai.stt.persistence.job.JdbiFirstRequests;
import ai.stt.persistence.job.JdbiJobs;
import ai.stt.persistence.key.JdbiKeys;
import ai.stt.persistence.text.JdbiSummaries;
import ai.stt.persistence.transcript.JdbiTranscripts;
import ai.stt.persistence.usage.JdbiUsageLog;
import ai.stt.persistence.webhook.JdbiOutbox;

/** Which store serves which port. */
public final class PlatformStores {
  private PlatformStores() {}

  /** A unit of work with every store of the platform. */
  public static JdbiUnitOfWork on(Database database) {
    return JdbiUnitOfWork.on(database)
        .with(Accounts.class, JdbiAccounts::new)
        .with(Sessions.class, JdbiSessions::new)
        .with(Keys.class, JdbiKeys::new)
        .with(Ledger.class, JdbiLedger::new)
        .with(UsageLog.class, JdbiUsageLog::new)
        .with(AuditLog.class, JdbiAuditLog::new)
        .with(Jobs.class, JdbiJobs::new)
        .with(DoomedRecordings.class, JdbiDoomedRecordings::new)
        .with(FirstRequests.class, JdbiFirstRequests::new)
        .with(WebhookOutbox.class, JdbiOutbox::new)
        .with(Instances.class, JdbiInstances::new)
        .with(Transcripts.class, JdbiTranscripts::new)
        .with(Passages.class, JdbiPassages::new)
        .with(Conversations.class, JdbiConversations::new)
        .with(KeptSummaries.class, JdbiSummaries::new)
        .build();
  }
}
