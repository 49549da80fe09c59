package ai.stt.model.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SharedBatchesTest {
  @Test
  void textsOfAboutTheSameLengthGoTogetherAndNoBatchIsTooLarge() throws Exception {
    List<List<Integer>> seen = new ArrayList<>();
    var batches =
        new SharedBatches(
            1,
            texts -> {
              seen.add(texts.stream().map(text -> text.length).toList());
              return lengths(texts);
            });
    List<int[]> texts =
        IntStream.range(0, 200).mapToObj(i -> new int[i % 2 == 0 ? 250 : 10]).toList();

    float[][] vectors = batches.embed(texts);

    for (int i = 0; i < texts.size(); i++) {
      assertThat(vectors[i][0]).isEqualTo(texts.get(i).length);
    }
    for (List<Integer> batch : seen) {
      assertThat(batch.size() * Collections.max(batch)).isLessThanOrEqualTo(320);
    }
    assertThat(seen.stream().filter(batch -> batch.contains(10) && batch.contains(250)))
        .hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void callersThatWaitShareABatch() throws Exception {
    var begun = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    var runs = new AtomicInteger();
    var batches =
        new SharedBatches(
            1,
            texts -> {
              runs.incrementAndGet();
              begun.countDown();
              awaitQuietly(free);
              return lengths(texts);
            });
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<float[][]>> results = new ArrayList<>();
      results.add(pool.submit(() -> batches.embed(List.of(new int[7]))));
      begun.await();
      var asked = new CountDownLatch(40);
      for (int i = 0; i < 40; i++) {
        int length = 3 + i % 5;
        results.add(
            pool.submit(
                () -> {
                  asked.countDown();
                  return batches.embed(List.of(new int[length]));
                }));
      }
      asked.await();
      free.countDown();
      for (int i = 0; i < 40; i++) {
        assertThat(results.get(i + 1).get()[0][0]).isEqualTo(3 + i % 5);
      }
    }
    assertThat(runs.get()).isLessThan(41);
  }

  @Test
  void manyTextsOfOneCallerAreComputedInAllLanesAtOnce() throws Exception {
    var both = new CountDownLatch(2);
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var batches =
        new SharedBatches(
            2,
            texts -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              both.countDown();
              awaitQuietly(both);
              now.decrementAndGet();
              return lengths(texts);
            });
    List<int[]> texts = IntStream.range(0, 500).mapToObj(i -> new int[2 + i % 250]).toList();
    float[][] vectors = batches.embed(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(vectors[i][0]).isEqualTo(2 + i % 250);
    }
    assertThat(most).hasValue(2);
    assertThat(batches.embed(List.of(new int[9]))[0][0]).isEqualTo(9);
  }

  @Test
  void aFailureReachesThoseWhoseTextsFailedAndNobodyElse() throws Exception {
    var batches =
        new SharedBatches(
            1,
            texts -> {
              if (texts.getFirst().length == 13) {
                throw new IllegalArgumentException("unlucky");
              }
              return lengths(texts);
            });
    assertThatThrownBy(() -> batches.embed(List.of(new int[13])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(batches.embed(List.of(new int[14]))[0][0]).isEqualTo(14);
  }

  @Test
  void whoIsInterruptedLeavesNothingBehind() throws Exception {
    var begun = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    var batches =
        new SharedBatches(
            1,
            texts -> {
              begun.countDown();
              awaitQuietly(free);
              return lengths(texts);
            });
    var first = new CompletableFuture<float[][]>();
    Thread leader = Thread.ofVirtual().start(() -> complete(first, batches, 5));
    begun.await();
    var second = new CompletableFuture<float[][]>();
    Thread waiting = Thread.ofVirtual().start(() -> complete(second, batches, 6));
    waiting.interrupt();
    assertThatThrownBy(second::get).hasCauseInstanceOf(InterruptedException.class);
    free.countDown();
    assertThat(first.get()[0][0]).isEqualTo(5);
    leader.join();
    assertThat(batches.embed(List.of(new int[9]))[0][0]).isEqualTo(9);
  }

  @Test
  void whoseHelperCannotBeStartedLeavesNothingBehind() throws Exception {
    var computed = new AtomicInteger();
    var batches =
        new SharedBatches(
            2,
            texts -> {
              computed.addAndGet(texts.size());
              return lengths(texts);
            },
            work -> {
              throw new InternalError("no thread to be had");
            });
    assertThatThrownBy(() -> batches.embed(Collections.nCopies(9, new int[100])))
        .isInstanceOf(InternalError.class);
    assertThat(batches.embed(List.of(new int[9]))[0][0]).isEqualTo(9);
    assertThat(computed).hasValue(1);
  }

  @Test
  void whoseFirstBatchEndsInAnErrorLeavesNothingBehind() throws Exception {
    var computed = new AtomicInteger();
    var batches =
        new SharedBatches(
            1,
            texts -> {
              if (computed.getAndAdd(texts.size()) == 0) {
                throw new StackOverflowError();
              }
              return lengths(texts);
            });
    assertThatThrownBy(() -> batches.embed(Collections.nCopies(9, new int[200])))
        .isInstanceOf(StackOverflowError.class);
    assertThat(batches.embed(List.of(new int[9]))[0][0]).isEqualTo(9);
    assertThat(computed).as("one text of the first caller, one of the second").hasValue(2);
  }

  private static void complete(
      CompletableFuture<float[][]> result, SharedBatches batches, int length) {
    try {
      result.complete(batches.embed(List.of(new int[length])));
    } catch (InterruptedException e) {
      result.completeExceptionally(e);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static float[][] lengths(List<int[]> texts) {
    return texts.stream().map(text -> new float[] {text.length}).toArray(float[][]::new);
  }
}
