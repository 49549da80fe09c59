package ai.stt.persistence.account;

import ai.stt.persistence.database.Rows;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.EmailPreferences;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads accounts from rows, also from those of other tables that join them. */
public final class AccountRow {
  /** The columns of a table or alias {@code a}, named so that they do not clash with others. */
  public static final String COLUMNS =
      """
      a.id as account_id, a.email as account_email, a.name as account_name, a.plan as account_plan,
      a.transcript_ready, a.usage_alerts, a.product_news, a.keep_audio, a.created_at as account_created_at
      """;

  private AccountRow() {}

  /** The account of the current row. */
  public static Account read(ResultSet row) throws SQLException {
    return new Account(
        row.getLong("account_id"),
        new EmailAddress(Rows.text(row, "account_email")),
        Rows.text(row, "account_name"),
        Rows.text(row, "account_plan"),
        new EmailPreferences(
            row.getBoolean("transcript_ready"),
            row.getBoolean("usage_alerts"),
            row.getBoolean("product_news")),
        row.getBoolean("keep_audio"),
        Rows.time(row, "account_created_at"));
  }
}
