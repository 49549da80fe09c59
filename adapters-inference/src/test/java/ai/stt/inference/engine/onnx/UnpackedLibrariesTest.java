package ai.stt.inference.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpackedLibrariesTest {
  @Test
  void theyAreUnpackedOnceAndWhole(@TempDir Path cache) throws Exception {
    Path folder = UnpackedLibraries.in(cache);
    Path library = folder.resolve(System.mapLibraryName("onnxruntime"));
    FileTime first = Files.getLastModifiedTime(library);

    assertThat(UnpackedLibraries.in(cache)).isEqualTo(folder);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(first);
    assertThat(Files.size(library)).isGreaterThan(10_000_000);
    assertThat(folder.resolve(System.mapLibraryName("onnxruntime4j_jni"))).isRegularFile();
  }

  @Test
  void whatAPowerFailureCutShortIsUnpackedAgain(@TempDir Path cache) throws Exception {
    Path library = UnpackedLibraries.in(cache).resolve(System.mapLibraryName("onnxruntime"));
    long size = Files.size(library);
    Files.write(library, new byte[10]);

    UnpackedLibraries.in(cache);

    assertThat(library).hasSize(size);
  }

  @Test
  void severalAtOnceEndWithOneFolder(@TempDir Path cache) throws Exception {
    List<CompletableFuture<Path>> all =
        IntStream.range(0, 3)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> unpack(cache)))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenLeavesTheBindingAlone(@TempDir Path cache) throws Exception {
    Path file = Files.createFile(cache.resolve("file"));
    String before = System.getProperty(UnpackedLibraries.PROPERTY, "");

    UnpackedLibraries.use(file);

    assertThat(System.getProperty(UnpackedLibraries.PROPERTY, "")).isEqualTo(before);
    assertThatThrownBy(() -> UnpackedLibraries.in(file)).isInstanceOf(IOException.class);
  }

  private static Path unpack(Path cache) {
    try {
      return UnpackedLibraries.in(cache);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
