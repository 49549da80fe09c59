package ai.stt.plugin.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.ModelOffer;
import ai.stt.plugin.PluginContext;
import ai.stt.plugin.SpeechPlugin;
import ai.stt.plugin.engine.WhisperWeights;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.speech.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SPI against its baseline, and each kind of break planted to see it found. */
final class BinaryCompatibilityTest {
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

  private final Path folder;
  private final Path now;

  BinaryCompatibilityTest(@TempDir Path folder) {
    this.folder = folder;
    this.now = folder.resolve("now.jar");
  }

  @BeforeEach
  void writeTheApiOfNow() throws IOException {
    ApiJar.now().write(now);
  }

  @Test
  void pluginsThatWereBuiltForThisVersionOfTheSpiStillRun() throws IOException {
    Path baseline = folder.resolve("baseline.jar");
    String name = "spi-%d.jar".formatted(SpeechPlugin.SPI_VERSION);
    try (InputStream in = BinaryCompatibilityTest.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in, name), baseline, StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(ApiJar.read(baseline).names())
        .hasSizeGreaterThan(80)
        .contains("ai/stt/plugin/SpeechPlugin.class", "ai/stt/speech/error/ErrorCode.class");
    assertThat(ApiBreaks.between(baseline, now))
        .as("breaks of the SPI: see docs/decisions/0020-the-spi-keeps-its-word.md")
        .isEmpty();
  }

  @Test
  void aMethodThatIsGoneIsABreak() throws IOException {
    assertThat(breaksFrom(ApiJar.now().with(PluginContext.class, adding("gone", NOTHING))))
        .containsExactly("ai.stt.plugin.PluginContext.gone(0): METHOD_REMOVED");
  }

  @Test
  void aMethodThatPluginsWouldHaveToWriteIsABreak() throws IOException {
    assertThat(breaksFrom(ApiJar.now().with(Transcriber.class, dropping("transcribe"))))
        .singleElement()
        .asString()
        .contains("Transcriber.transcribe(", "METHOD_ADDED_TO_INTERFACE");
  }

  @Test
  void aComponentOfARecordMoreIsABreak() throws IOException {
    MethodTypeDesc shorter = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
    assertThat(breaksFrom(ApiJar.now().with(InstalledModel.class, adding("<init>", shorter))))
        .containsExactly("ai.stt.plugin.InstalledModel.InstalledModel(1): CONSTRUCTOR_REMOVED");
  }

  @Test
  void aConstantThatIsGoneIsABreak() throws IOException {
    ClassTransform more =
        ClassTransform.endHandler(
            to ->
                to.withField(
                    "GONE",
                    ErrorCode.class.describeConstable().orElseThrow(),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL));
    assertThat(breaksFrom(ApiJar.now().with(ErrorCode.class, more)))
        .containsExactly("ai.stt.speech.error.ErrorCode.GONE: FIELD_REMOVED");
  }

  @Test
  void aClassThatIsGoneIsABreak() throws IOException {
    Path before = now;
    Path after = ApiJar.now().without(ModelOffer.class).write(folder.resolve("after.jar"));
    assertThat(ApiBreaks.between(before, after))
        .contains("ai.stt.plugin.ModelOffer: CLASS_REMOVED");
  }

  @Test
  void whatPluginsNeedNotKnowIsNone() throws IOException {
    assertThat(breaksFrom(ApiJar.now().with(SpeechPlugin.class, dropping("close")))).isEmpty();
    assertThat(breaksFrom(ApiJar.now().without(ModelOffer.class))).isEmpty();
    assertThat(breaksFrom(ApiJar.now().with(PluginContext.class, dropping("engine")))).isEmpty();
    assertThat(breaksFrom(ApiJar.now().with(WhisperWeights.class, dropping("shape")))).isEmpty();
    ClassTransform fewer = ClassTransform.dropping(element -> element instanceof FieldModel);
    assertThat(breaksFrom(ApiJar.now().with(ErrorCode.class, fewer))).isEmpty();
  }

  private List<String> breaksFrom(ApiJar before) throws IOException {
    return ApiBreaks.between(before.write(folder.resolve("before.jar")), now);
  }

  private static ClassTransform adding(String method, MethodTypeDesc type) {
    return ClassTransform.endHandler(
        to -> to.withMethod(method, type, ClassFile.ACC_PUBLIC | flags(method), body -> {}));
  }

  private static int flags(String method) {
    return method.equals("<init>") ? 0 : ClassFile.ACC_ABSTRACT;
  }

  private static ClassTransform dropping(String method) {
    return ClassTransform.dropping(
        element -> element instanceof MethodModel model && model.methodName().equalsString(method));
  }
}
