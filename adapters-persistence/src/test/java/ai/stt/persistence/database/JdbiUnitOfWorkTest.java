package ai.stt.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

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

    String flush() {
      return handle.createQuery("show synchronous_commit").mapTo(String.class).one();
    }
  }

  @Test
  void onlyUnflushedWorkDoesNotWaitForTheDisk() {
    String before = work.in(stores -> stores.get(Counters.class).flush());
    String inside = work.unflushed(stores -> stores.get(Counters.class).flush());
    for (int connection = 0; connection < 20; connection++) { // whichever is taken from the pool
      assertThat(work.<String>in(stores -> stores.get(Counters.class).flush())).isEqualTo(before);
    }
    assertThat(before).isNotEqualTo("off");
    assertThat(inside).isEqualTo("off");
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
