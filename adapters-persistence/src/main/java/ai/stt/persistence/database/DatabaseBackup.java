package ai.stt.persistence.database;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies a database to a file and back. The embedded PostgreSQL comes without {@code pg_dump}, so
 * the tables' contents are written as PostgreSQL's own {@code COPY} text, one entry per table in a
 * zip, all as of one moment; the tables themselves come from the change logs. A backup fits a
 * database with the same changes. Thread-safe.
 */
public final class DatabaseBackup {
  private static final String CHANGES = "changes";
  private static final String TABLE = "table/";

  private final Database database;

  /** Backups of this database. */
  public DatabaseBackup(Database database) {
    this.database = database;
  }

  /**
   * Writes all tables to a new file, while the server may go on working.
   *
   * @param file is there, whole, when this returns, and was not there before
   * @throws SpeechException {@code CONFLICT} when the file is there, {@code DEPENDENCY_FAILED} when
   *     the database is away
   */
  public void backup(Path file) throws IOException {
    if (Files.exists(file)) {
      throw new SpeechException(
          ErrorCode.CONFLICT, "the backup file is there already; name another one");
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      database.useSnapshot(handle -> write(handle, part));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Fills a database, whose tables are there and without accounts, with a backup; all of it or
   * nothing.
   *
   * @throws SpeechException {@code CONFLICT} when there are accounts or the backup has other
   *     tables, {@code INVALID_REQUEST} when the file is no backup, {@code DEPENDENCY_FAILED} when
   *     the database is away
   */
  public void restore(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      database.useTransaction(handle -> read(handle, in));
    }
  }

  private static void write(Handle handle, Path file) {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(CHANGES));
      zip.write(changes(handle).getBytes(StandardCharsets.UTF_8));
      for (String table : tables(handle)) {
        zip.putNextEntry(new ZipEntry(TABLE + table));
        copy(handle).copyOut("copy (select * from " + table + ") to stdout", unclosed(zip));
      }
    } catch (IOException | SQLException e) {
      throw failed(e);
    }
  }

  private static void read(Handle handle, InputStream in) {
    try (var zip = new ZipInputStream(in)) {
      ZipEntry first = zip.getNextEntry();
      if (first == null || !first.getName().equals(CHANGES)) {
        throw new SpeechException(ErrorCode.INVALID_REQUEST, "this file is no backup");
      }
      List<String> tables = tables(handle);
      checkFits(handle, new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      List<String> filled = new ArrayList<>();
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String table = entry.getName().substring(TABLE.length());
        if (!tables.contains(table)) {
          throw new SpeechException(ErrorCode.INVALID_REQUEST, "this file is no backup");
        }
        copy(handle).copyIn("copy " + table + " from stdin", unclosed(zip));
        filled.add(table);
      }
      if (!filled.containsAll(tables)) {
        throw new SpeechException(ErrorCode.INVALID_REQUEST, "this backup is cut off");
      }
      filled.forEach(table -> advanceIds(handle, table));
    } catch (IOException e) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "this backup is cut off or damaged", e);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static void checkFits(Handle handle, String changes) {
    if (!changes.equals(changes(handle))) {
      throw new SpeechException(
          ErrorCode.CONFLICT,
          "this backup is of another version's tables; restore it with the version that wrote it");
    }
    if (handle.createQuery("select exists (select 1 from account)").mapTo(Boolean.class).one()) {
      throw new SpeechException(
          ErrorCode.CONFLICT, "the database has accounts; restore into an empty one");
    }
  }

  /** New rows get ids after those that came with the backup. */
  private static void advanceIds(Handle handle, String table) {
    List<String> columns =
        handle
            .createQuery(
                """
                select quote_ident(column_name) from information_schema.columns
                where table_schema = 'public' and quote_ident(table_name) = :table and is_identity = 'YES'
                """)
            .bind("table", table)
            .mapTo(String.class)
            .list();
    for (String column : columns) {
      handle.execute(
          "select setval(pg_get_serial_sequence('%s', '%s'), greatest((select max(%s) from %s), 1))"
              .formatted(table, column, column, table));
    }
  }

  private static String changes(Handle handle) {
    return String.join(
        "\n",
        handle
            .createQuery("select id || ' ' || md5sum from databasechangelog order by orderexecuted")
            .mapTo(String.class)
            .list());
  }

  /** All tables, each after those that it refers to, so that they can be filled in this order. */
  private static List<String> tables(Handle handle) {
    Set<String> left =
        handle
            .createQuery(
                """
                select quote_ident(table_name) from information_schema.tables
                where table_schema = 'public' and table_type = 'BASE TABLE'
                  and table_name not like 'databasechangelog%'
                  and table_name <> 'passage_vector' -- a copy, which not every database can hold
                order by table_name
                """)
            .mapTo(String.class)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, Set<String>> needs = references(handle);
    List<String> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      List<String> ready =
          left.stream()
              .filter(table -> ordered.containsAll(needs.getOrDefault(table, Set.of())))
              .toList();
      if (ready.isEmpty()) {
        throw new IllegalStateException("tables refer to each other in a ring: " + left);
      }
      ordered.addAll(ready);
      left.removeAll(ready);
    }
    return ordered;
  }

  private static Map<String, Set<String>> references(Handle handle) {
    Map<String, Set<String>> needs = new HashMap<>();
    handle
        .createQuery(
            """
            select quote_ident(t.relname) as holder, quote_ident(r.relname) as target
            from pg_constraint c
            join pg_class t on t.oid = c.conrelid
            join pg_class r on r.oid = c.confrelid
            where c.contype = 'f' and c.conrelid <> c.confrelid
              and c.connamespace = 'public'::regnamespace
            """)
        .map((row, context) -> List.of(Rows.text(row, "holder"), Rows.text(row, "target")))
        .forEach(
            pair ->
                needs
                    .computeIfAbsent(pair.getFirst(), table -> new HashSet<>())
                    .add(pair.getLast()));
    return needs;
  }

  private static CopyManager copy(Handle handle) throws SQLException {
    return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
  }

  private static OutputStream unclosed(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() {}
    };
  }

  private static InputStream unclosed(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {}
    };
  }

  private static IllegalStateException failed(Exception cause) {
    return new IllegalStateException(cause); // Database tells the caller when it is away
  }
}
