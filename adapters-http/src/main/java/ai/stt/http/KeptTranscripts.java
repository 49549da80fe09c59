package ai.stt.http;

import ai.stt.app.account.Plans;
import ai.stt.app.export.ExportTranscript;
import ai.stt.app.job.AwaitJob;
import ai.stt.app.job.CancelJob;
import ai.stt.app.job.DeleteTranscript;
import ai.stt.app.job.SubmitJob;
import ai.stt.app.key.AuthenticateKey;
import ai.stt.app.transcripts.EditTranscript;
import ai.stt.app.transcripts.ReadTranscripts;

/**
 * The use cases behind keys of accounts and the transcripts that accounts keep.
 *
 * @param authenticate tells whose a key is
 * @param plans of the accounts
 */
public record KeptTranscripts(
    AuthenticateKey authenticate,
    Plans plans,
    SubmitJob submit,
    AwaitJob await,
    CancelJob cancel,
    DeleteTranscript delete,
    ReadTranscripts read,
    EditTranscript edit,
    ExportTranscript export) {}
