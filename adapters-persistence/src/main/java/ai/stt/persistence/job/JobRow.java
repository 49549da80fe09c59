package ai.stt.persistence.job;

import ai.stt.persistence.database.Rows;
import ai.stt.platform.job.Job;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.job.JobOrder;
import ai.stt.platform.job.JobStatus;
import ai.stt.speech.error.ErrorCode;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The job of a row of {@code transcript}. */
public final class JobRow {
  /** The columns of {@code transcript} that are read here. */
  public static final String COLUMNS =
      """
      id, slug, account_id, status, wanted_model, wanted_language, prompt, diarize, wanted_speakers,
      recording, keeps_recording, webhook, created_at, attempts, worker, progress, started_at,
      finished_at, credits_used, error_code, reason
      """;

  private JobRow() {}

  /** Reads the job. */
  public static Job read(ResultSet row) throws SQLException {
    JobOrder order = order(row);
    int attempts = row.getInt("attempts");
    return switch (status(row)) {
      case QUEUED -> new Job.Queued(order, attempts);
      case PROCESSING -> running(row);
      case COMPLETED ->
          new Job.Completed(
              order,
              attempts,
              Rows.time(row, "started_at"),
              Rows.time(row, "finished_at"),
              row.getLong("credits_used"));
      case FAILED ->
          new Job.Failed(
              order,
              attempts,
              Rows.timeOrNull(row, "started_at"),
              Rows.time(row, "finished_at"),
              ErrorCode.valueOf(Rows.text(row, "error_code")),
              Rows.text(row, "reason"));
      case CANCELED ->
          new Job.Canceled(
              order, attempts, Rows.timeOrNull(row, "started_at"), Rows.time(row, "finished_at"));
    };
  }

  static Job.Running running(ResultSet row) throws SQLException {
    return new Job.Running(
        order(row),
        row.getInt("attempts"),
        Rows.text(row, "worker"),
        Rows.time(row, "started_at"),
        row.getDouble("progress"));
  }

  static Job.Queued queued(ResultSet row) throws SQLException {
    return new Job.Queued(order(row), row.getInt("attempts"));
  }

  private static JobStatus status(ResultSet row) throws SQLException {
    return JobStatus.find(Rows.text(row, "status")).orElseThrow();
  }

  private static JobOrder order(ResultSet row) throws SQLException {
    var options =
        new JobOptions(
            Rows.text(row, "wanted_model"),
            row.getString("wanted_language"),
            row.getString("prompt"),
            row.getBoolean("diarize"),
            row.getInt("wanted_speakers"));
    String webhook = row.getString("webhook");
    return new JobOrder(
        row.getLong("id"),
        Rows.text(row, "slug"),
        row.getLong("account_id"),
        options,
        row.getString("recording"),
        row.getBoolean("keeps_recording"),
        webhook == null ? null : URI.create(webhook),
        Rows.time(row, "created_at"));
  }
}
