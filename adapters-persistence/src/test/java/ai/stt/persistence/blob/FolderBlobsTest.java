package ai.stt.persistence.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.app.blob.BlobKey;
import ai.stt.app.blob.BlobStore;
import ai.stt.app.blob.BlobStoreContract;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobsTest extends BlobStoreContract {
  @TempDir private Path folder = Path.of("");

  @Override
  protected BlobStore store() throws IOException {
    return new FolderBlobs(folder);
  }

  @Test
  void aFullDiskLeavesNothingHalfWritten() throws IOException {
    var full = new FolderBlobs(folder, out -> new FullDisk(out, 10_000));
    var key = new BlobKey("a/b");
    put(store(), key, "before");

    assertThatThrownBy(() -> full.put(key, new ByteArrayInputStream(new byte[50_000]), 50_000))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(text(store(), key)).isEqualTo("before");
    assertThat(folder.resolve(".incoming")).isEmptyDirectory();
  }

  @Test
  void whatADeadServerLeftIsClearedAwayWhenItIsOld() throws IOException {
    Path incoming = Files.createDirectories(folder.resolve(".incoming"));
    Path old = Files.writeString(incoming.resolve("old"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    Path young = Files.writeString(incoming.resolve("young"), "half");

    store();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void deletedBlobsLeaveNoFolders() throws IOException {
    put(store(), new BlobKey("a/b/c"), "x");
    put(store(), new BlobKey("a/d"), "x");
    store().delete(new BlobKey("a/b/c"));
    assertThat(folder.resolve("a/b")).doesNotExist();
    store().delete(new BlobKey("a/d"));
    assertThat(folder.resolve("a")).doesNotExist();
  }

  private static final class FullDisk extends FilterOutputStream {
    private long room;

    private FullDisk(OutputStream out, long room) {
      super(out);
      this.room = room;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, (int) Math.min(room, length));
      room -= length;
      if (room < 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
