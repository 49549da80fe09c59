import ai.stt.app.account.SignUp;
import ai.stt.config.settings.Home;
import ai.stt.config.settings.SettingsLoader;
import ai.stt.config.wiring.Program;
import ai.stt.config.wiring.Role;
import ai.stt.persistence.database.Database;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The database of {@code STT_HOME}, beside a server or without one. Reads a line each: {@code fill},
 * TAB, a number: makes an account with so many transcripts and answers its key; {@code scans}:
 * answers how often the table of transcripts was read through and how often an index of it was used.
 */
final class ManyTranscripts {
  private static final String FILL =
      """
      insert into transcript (slug, account_id, title, status, wanted_model, diarize, wanted_speakers,
          keeps_recording, at_once, created_at, attempts, progress, started_at, finished_at, credits_used,
          error_code, reason, model, language, language_probability, duration, search)
      select substr(md5(i::text) || md5((i + 1)::text), 1, 22), :account, 'Recording ' || i,
          (array['completed', 'completed', 'completed', 'failed', 'canceled'])[1 + i % 5], 'base', true, 0,
          false, 5, now() - i * interval '1 minute', 1, 1, now(), now(), 1,
          'INTERNAL', 'x', 'base', (array['en', 'de', 'fr'])[1 + i % 3], 0.9, 60,
          to_tsvector('simple', 'recording ' || i || ' word' || (i % 1000) || ' spoken')
      from generate_series(1, :count) i
      """;

  private ManyTranscripts() {}

  public static void main(String[] args) throws Exception {
    Home home = Home.ofProcess();
    var settings = SettingsLoader.read(home, null, "benchmark").settings();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Program program = Program.assemble(home, settings, Role.VISITOR)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] request = line.split("\t", -1);
        System.out.println(
            request[0].equals("fill") ? fill(program, Integer.parseInt(request[1])) : scans(program));
      }
    }
  }

  private static String fill(Program program, int count) throws InterruptedException {
    String email = "many-%d@example.org".formatted(System.nanoTime());
    var made = program.get(SignUp.class).signUp(email, "a long enough phrase", "", "operator");
    Database database = program.get(Database.class);
    database.useTransaction(
        handle -> {
          handle.createUpdate(FILL).bind("account", made.account().id()).bind("count", count).execute();
          handle
              .createUpdate("insert into job_turn values (:account, now(), :count)")
              .bind("account", made.account().id())
              .bind("count", count)
              .execute();
        });
    awaitVacuum(database);
    return made.key().secret().reveal();
  }

  /** The database tidies up by itself after so many changes, within a minute or two. */
  private static void awaitVacuum(Database database) throws InterruptedException {
    for (int second = 0; second < 180; second++) {
      boolean done =
          database.inTransaction(
              handle ->
                  handle
                      .createQuery(
                          "select n_ins_since_vacuum = 0 and n_mod_since_analyze = 0"
                              + " from pg_stat_user_tables where relname = 'transcript'")
                      .mapTo(Boolean.class)
                      .one());
      if (done) {
        return;
      }
      Thread.sleep(1000);
    }
    throw new IllegalStateException("the database has not tidied up");
  }

  private static String scans(Program program) {
    return program
        .get(Database.class)
        .inTransaction(
            handle ->
                handle
                    .createQuery(
                        "select seq_scan || E'\\t' || idx_scan from pg_stat_user_tables where relname = 'transcript'")
                    .mapTo(String.class)
                    .one());
  }
}
