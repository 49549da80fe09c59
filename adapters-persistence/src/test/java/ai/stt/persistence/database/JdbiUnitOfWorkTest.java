package ai.stt.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.storage.Stores;
import ai.stt.persistence.testing.EmptyTables;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JdbiUnitOfWorkTest {
  private final Database database = EmptyTables.database();
  private final JdbiUnitOfWork work =
      JdbiUnitOfWork.on(database).with(Counters.class, Counters::new).build();

  private record Counters(Handle handle) {
    void add(String subject) {
      handle.execute("update shared_count set used = used + 1 where subject = ?", subject);
    }
  }

  @Test
  void onlyTheCommitOfUnflushedWorkDoesNotWaitForTheDisk() {
    database.useTransaction(h -> h.execute("insert into shared_count values ('a', now(), 0)"));
    String before = flush();
    try {
      database.useTransaction(
          h -> {
            h.execute("create table committed (at bigserial, flush text)");
            h.execute(
                """
                create function note_commit() returns trigger language plpgsql as $$
                begin
                  insert into committed (flush) values (current_setting('synchronous_commit'));
                  return null;
                end
                $$
                """);
            h.execute(
                """
                create constraint trigger note_commit after update on shared_count
                deferrable initially deferred for each row execute function note_commit()
                """);
          });
      work.<Boolean>unflushed(this::add);
      work.<Boolean>in(this::add);
      List<String> flushes =
          database.inTransaction(
              h ->
                  h.createQuery("select flush from committed order by at")
                      .mapTo(String.class)
                      .list());
      assertThat(flushes).containsExactly("off", before);
    } finally {
      database.useTransaction(
          h -> {
            h.execute("drop function if exists note_commit cascade");
            h.execute("drop table if exists committed");
          });
    }
    for (int connection = 0; connection < 20; connection++) { // whichever is taken from the pool
      assertThat(flush()).isEqualTo(before).isNotEqualTo("off");
    }
  }

  private boolean add(Stores stores) {
    stores.get(Counters.class).add("a");
    return true;
  }

  private String flush() {
    return database.inTransaction(
        h -> h.createQuery("show synchronous_commit").mapTo(String.class).one());
  }

  @Test
  void unflushedWorkThatFailsIsUndone() {
    database.useTransaction(h -> h.execute("insert into shared_count values ('a', now(), 0)"));
    assertThatThrownBy(
            () ->
                work.unflushed(
                    stores -> {
                      stores.get(Counters.class).add("a");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    int used =
        database.inTransaction(
            h -> h.createQuery("select used from shared_count").mapTo(Integer.class).one());
    assertThat(used).isZero();
  }

  @Test
  void twoThatLockTheSameRowsInOppositeOrdersBothEndInTheEnd() {
    for (String subject : new String[] {"a", "b"}) {
      database.useTransaction(
          h -> h.execute("insert into shared_count values (?, now(), 0)", subject));
    }
    var tries = new AtomicInteger();
    var meeting = new CyclicBarrier(2);
    CompletableFuture.allOf(
            CompletableFuture.runAsync(
                () -> addBoth("a", "b", meeting, tries), Thread::startVirtualThread),
            CompletableFuture.runAsync(
                () -> addBoth("b", "a", meeting, tries), Thread::startVirtualThread))
        .join();

    assertThat(tries).as("one of them was undone").hasValueGreaterThan(2);
    List<Integer> used =
        database.inTransaction(
            h ->
                h.createQuery("select used from shared_count order by subject")
                    .mapTo(Integer.class)
                    .list());
    assertThat(used).containsExactly(2, 2);
  }

  private void addBoth(String first, String second, CyclicBarrier meeting, AtomicInteger tries) {
    work.run(
        stores -> {
          Counters counters = stores.get(Counters.class);
          counters.add(first);
          if (tries.incrementAndGet() <= 2) {
            meet(meeting);
          }
          counters.add(second);
        });
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
