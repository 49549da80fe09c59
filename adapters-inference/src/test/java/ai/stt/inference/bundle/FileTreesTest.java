package ai.stt.inference.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsReplacedComesBackWhenNothingTookItsPlace() throws Exception {
    Path old = tree("model", "old");
    Path work = folder.resolve("work");
    assertThatThrownBy(() -> FileTrees.replace(folder.resolve("no"), old, work))
        .isInstanceOf(IOException.class);
    FileTrees.settle(work, folder);
    assertThat(old.resolve("inner/weights")).hasContent("old");
    assertThat(work).doesNotExist();

    FileTrees.replace(tree("newer", "new"), old, work);
    FileTrees.settle(work, folder);
    assertThat(old.resolve("inner/weights")).hasContent("new");
    assertThat(work).doesNotExist();
  }

  @Test
  void whatGoesToAnotherDiskIsCopied() throws Exception {
    Path from = tree("model", "weights");
    // To Java another file system is another disk, on which nothing can be moved in one step.
    try (var disk =
        FileSystems.newFileSystem(folder.resolve("disk.zip"), Map.of("create", "true"))) {
      FileTrees.move(from, disk.getPath("/model"));
      assertThat(disk.getPath("/model/inner/weights")).hasContent("weights");
    }
    assertThat(from).doesNotExist();
  }

  private Path tree(String name, String content) throws IOException {
    Path inner = Files.createDirectories(folder.resolve(name).resolve("inner"));
    Files.writeString(inner.resolve("weights"), content);
    return folder.resolve(name);
  }
}
