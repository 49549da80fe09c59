package ai.stt.app.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of blobs does. */
public abstract class BlobStoreContract {
  private static final BlobKey KEY = new BlobKey("accounts/7/jobs/12/audio.mp3");

  /** The store; what other tests left in it is not in the way. */
  protected abstract BlobStore store() throws Exception;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 300_000, 5_000_000})
  void aBlobComesBackAsItWasPut(int size) throws Exception {
    BlobStore store = store();
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);

    store.put(KEY, new ByteArrayInputStream(content), size);

    try (Blob blob = store.open(KEY).orElseThrow()) {
      assertThat(blob.sizeBytes()).isEqualTo(size);
      assertThat(blob.content().readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void aBlobThatIsNotThereIsEmptyAndCanBeDeleted() throws Exception {
    BlobStore store = store();
    var nothing = new BlobKey("nothing/here");

    assertThat(store.open(nothing)).isEmpty();
    assertThat(store.open(new BlobKey("nothing"))).isEmpty();
    assertThatCode(() -> store.delete(nothing)).doesNotThrowAnyException();
    assertThatCode(() -> store.deleteBelow(nothing)).doesNotThrowAnyException();
  }

  @Test
  void aSecondBlobOfTheSameNameTakesThePlaceOfTheFirst() throws Exception {
    BlobStore store = store();
    put(store, KEY, "the first, which is longer");
    put(store, KEY, "the second");

    assertThat(text(store, KEY)).isEqualTo("the second");
  }

  @Test
  void contentThatBreaksOffLeavesWhatWasThere() throws Exception {
    BlobStore store = store();
    put(store, KEY, "before");
    InputStream breaking =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the client has gone");
              }

              @Override
              public int read(byte[] buffer, int from, int length) throws IOException {
                throw new IOException("the client has gone");
              }
            });

    assertThatThrownBy(() -> store.put(KEY, breaking, 200_000)).isInstanceOf(IOException.class);
    assertThat(text(store, KEY)).isEqualTo("before");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 50_000, -50_000})
  void contentOfAnotherLengthIsRefusedAndNeverSeen(int difference) throws Exception {
    BlobStore store = store();
    store.delete(KEY);

    assertThatThrownBy(
            () -> store.put(KEY, new ByteArrayInputStream(new byte[100_000]), 100_000 + difference))
        .isInstanceOf(IOException.class);
    assertThat(store.open(KEY)).isEmpty();
  }

  @Test
  void contentIsNotClosed() throws Exception {
    var closed = new boolean[1];
    var content =
        new ByteArrayInputStream(new byte[10]) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    store().put(KEY, content, 10);

    assertThat(closed[0]).isFalse();
  }

  @Test
  void aDeletedBlobIsGone() throws Exception {
    BlobStore store = store();
    put(store, KEY, "gone soon");
    store.delete(KEY);

    assertThat(store.open(KEY)).isEmpty();
  }

  @Test
  void allBelowANameIsDeletedAndNothingBesideIt() throws Exception {
    BlobStore store = store();
    BlobKey account = new BlobKey("accounts/7");
    for (int i = 0; i < 5; i++) {
      put(store, account.child("jobs").child("" + i), "below");
    }
    put(store, new BlobKey("accounts/70/jobs/1"), "another account");
    put(store, new BlobKey("accounts/7-old"), "another name");

    store.deleteBelow(account);

    for (int i = 0; i < 5; i++) {
      assertThat(store.open(account.child("jobs").child("" + i))).isEmpty();
    }
    assertThat(text(store, new BlobKey("accounts/70/jobs/1"))).isEqualTo("another account");
    assertThat(text(store, new BlobKey("accounts/7-old"))).isEqualTo("another name");
    put(store, account.child("jobs").child("9"), "again");
    assertThat(text(store, account.child("jobs").child("9"))).isEqualTo("again");
  }

  @Test
  void writersAtOnceNeverMixTheirBytes() throws Exception {
    BlobStore store = store();
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (String letter : List.of("a", "b", "c", "d")) {
      writers.add(
          () -> {
            put(store, KEY, letter.repeat(200_000));
            return true;
          });
    }
    try (var threads = Executors.newFixedThreadPool(writers.size())) {
      for (Future<Boolean> written : threads.invokeAll(writers)) {
        assertThat(written.get()).isTrue();
      }
    }
    assertThat(text(store, KEY)).matches("a{200000}|b{200000}|c{200000}|d{200000}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        "a/.hidden",
        "a b",
        "a\\b",
        "ä",
        "a\n"
      })
  void aNameThatCouldLeadElsewhereIsNone(String name) {
    assertThatThrownBy(() -> new BlobKey(name)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Puts a text. */
  protected static void put(BlobStore store, BlobKey key, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    store.put(key, new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Reads a text. */
  protected static String text(BlobStore store, BlobKey key) throws IOException {
    try (Blob blob = store.open(key).orElseThrow()) {
      return new String(blob.content().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
