package ai.stt.inference.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
  @TempDir Path folder;
  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void tensorsComeOutWithTheirNamesShapesAndNumbers() throws Exception {
    TorchZip zip = dictionary().text("a").tensor("FloatStorage", "0", 0, 2, 3, 3).op('s');
    zip.text("b").tensor("FloatStorage", "0", 2, 1, 2, 2).op('s', '.');

    Map<String, Tensor> tensors = read(zip.write(file()));

    assertThat(tensors.keySet()).containsExactly("a", "b");
    Tensor a = Objects.requireNonNull(tensors.get("a"));
    assertThat(a.shape()).containsExactly(2, 3);
    assertThat(numbers(a)).containsExactly(0, 1, 2, 3, 4, 5);
    Tensor b = Objects.requireNonNull(tensors.get("b"));
    assertThat(b.type()).isEqualTo(TensorType.F32);
    assertThat(numbers(b)).containsExactly(2, 3);
  }

  @Test
  void aPickleThatWouldRunCodeIsRefusedWithTheNameItWanted() throws Exception {
    TorchZip evil = new TorchZip().op(0x80, 2).global("os", "system").text("true");
    refused(evil.op(0x85, 'R', '.').write(file()), "os system");
    refused(new TorchZip().op(0x80, 2).global("builtins", "eval").op('.').write(file()), "eval");
    // A name built of texts at run time (STACK_GLOBAL), an object made of a class (INST, NEWOBJ).
    refused(new TorchZip().op(0x80, 2).text("os").text("system").op(0x93).write(file()), "147");
    refused(new TorchZip().op(0x80, 2, '(', 'i').write(file()), "instruction 105");
    refused(new TorchZip().op(0x80, 2, 0x81).write(file()), "instruction 129");
  }

  @Test
  void anAllowedNameIsNoWayToAnythingElse() throws Exception {
    refused(
        new TorchZip().op(0x80, 2).global("torch", "FloatStorage").op(')', 'R', '.').write(file()),
        "damaged");
    refused(
        dictionary().text("a").global("collections", "OrderedDict").op('s', '.').write(file()),
        "more than named tensors");
    refused(
        dictionary().text("a").global("torch", "FloatStorage").op('Q', '.').write(file()),
        "damaged");
  }

  @Test
  void damagedPicklesAreRefused() throws Exception {
    refused(new TorchZip().op(0x80, 4, '.').write(file()), "protocol 4");
    refused(new TorchZip().op(0x80, 2, '.').write(file()), "too early");
    refused(new TorchZip().op(0x80, 2, 't', '.').write(file()), "too early");
    refused(new TorchZip().op(0x80, 2, 'h', 9, '.').write(file()), "damaged");
    refused(new TorchZip().op(0x80, 2, 'K', 1, '.').write(file()), "damaged");
    refused(new TorchZip().op(0x80, 2, 'X', 0xff, 0xff, 0xff, 0x7f).write(file()), "damaged");
    refused(dictionary().op('K', 1, 'K', 1, 's', '.').write(file()), "named tensors");
  }

  @Test
  void aTensorOutsideOfItsNumbersIsRefused() throws Exception {
    refused(one("0", 5, 1, 2, 2).write(file()), "larger than its numbers");
    refused(one("0", 0, 255, 255, 255).write(file()), "larger than its numbers");
    refused(one("0", 0, 2, 3, 1).write(file()), "row by row");
    refused(one("7", 0, 2, 3, 3).write(file()), "missing");
    refused(one("../../0", 0, 2, 3, 3).write(file()), "damaged");
  }

  @Test
  void aFileThatUnpacksToMoreThanItselfIsRefused() throws Exception {
    Path bomb = one("0", 0, 2, 3, 3).write(file(), "0", new byte[50_000_000], ZipEntry.DEFLATED);

    assertThat(Files.size(bomb)).isLessThan(100_000);
    refused(bomb, "not stored plainly");
  }

  @Test
  void aFileThatIsCutOffOrSomethingElseIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(one("0", 0, 2, 3, 3).write(file()));
    for (int length : new int[] {0, 1, 30, whole.length / 2, whole.length - 1}) {
      refused(Files.write(file(), Arrays.copyOf(whole, length)), "not a whole zip file");
    }
    refused(Files.writeString(file(), "PK this is text"), "not a whole zip file");
  }

  private static TorchZip dictionary() {
    return new TorchZip().op(0x80, 2, '}', 'q', 0);
  }

  private static TorchZip one(String key, int offset, int rows, int columns, int stride) {
    return dictionary()
        .text("a")
        .tensor("FloatStorage", key, offset, rows, columns, stride)
        .op('s', '.');
  }

  private Path file() {
    return folder.resolve("weights.pt");
  }

  private Map<String, Tensor> read(Path file) throws IOException {
    return TorchFile.read(file, arena);
  }

  private void refused(Path file, String reason) {
    assertThatExceptionOfType(UnreadableFileException.class)
        .isThrownBy(() -> read(file))
        .withMessageContaining(reason);
  }

  private static float[] numbers(Tensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_FLOAT);
  }
}
