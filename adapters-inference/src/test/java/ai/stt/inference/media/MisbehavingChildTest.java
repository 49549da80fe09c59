package ai.stt.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.stt.inference.media.child.MisbehavingChild;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Children that crash, hang, babble or trickle at a file, and the limits that hold them. */
@Timeout(60)
class MisbehavingChildTest {
  private static final Duration STALL = Duration.ofSeconds(3);

  @TempDir Path folder;
  private FfmpegMediaDecoder decoder;

  @BeforeEach
  void start() throws Exception {
    MediaSettings usual = MediaSettings.DEFAULT;
    var settings =
        new MediaSettings(
            1,
            usual.maxDuration(),
            STALL,
            usual.lendTimeout(),
            usual.memoryMebibytes(),
            usual.refusalMemory());
    decoder =
        new FfmpegMediaDecoder(
            settings, 1, Duration.ZERO, command(MisbehavingChild.class.getName()));
    decoder.awaitReady(Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    decoder.close();
  }

  @Test
  void theStandInDecodesOtherwise() throws Exception {
    assertThat(Decoded.all(decoder, file("behave: 1"))).hasSize(2 * MisbehavingChild.BEFORE);
  }

  @Test
  void aFileThatCrashesTwoChildrenIsRefusedAndFromThenOnUnseen() throws Exception {
    for (String order : List.of("crash: 1", "crash at once")) {
      Path crash = file(order);
      assertThat(refusal(crash).getMessage()).contains("brings the decoder down");
      decoder.awaitReady(Duration.ofSeconds(30));
      Set<Long> before = pids();
      Path copy = Files.copy(crash, folder.resolve("another name " + order.length()));
      assertThat(refusal(copy).getMessage()).contains("brings the decoder down");
      assertThat(pids()).isEqualTo(before);
      assertThat(Decoded.all(decoder, file("behave: after " + order))).isNotEmpty();
    }
  }

  @Test
  void aHungChildIsKilledAndTheNextFileServed() throws Exception {
    long start = System.nanoTime();
    Path hang = file("hang: 1");
    assertThat(refusal(hang).getMessage()).contains("takes too long to decode");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(STALL, STALL.multipliedBy(5));
    assertThat(Decoded.all(decoder, file("behave: 2"))).isNotEmpty();
    refusal(hang);
    assertThat(refusal(hang).getMessage()).contains("brings the decoder down");
  }

  @Test
  void aFileThatDecodesSlowerThanItPlaysIsGivenUp() throws Exception {
    assertThat(refusal(file("trickle: 1")).getMessage()).contains("takes too long to decode");
  }

  @Test
  void nonsenseInTheProtocolCountsAsACrash() throws Exception {
    assertThat(refusal(file("babble: 1")).getMessage()).contains("brings the decoder down");
    assertThat(Decoded.all(decoder, file("behave: 3"))).isNotEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere nothing limits a process's memory
  void aFileThatNeedsMoreMemoryThanItIsGivenIsRefusedAndTheNextOneServed() throws Exception {
    assertThat(refusal(file("hoard: 1")).getMessage()).contains("brings the decoder down");
    assertThat(Decoded.all(decoder, file("behave: 5"))).isNotEmpty();
  }

  @Test
  void closingAHungFileKillsItsChild() throws Exception {
    Set<Long> before = pids();
    try (var audio = decoder.open(file("hang: 2"))) {
      assertThat(audio.read()).isNotNull();
    }
    assertThat(Decoded.all(decoder, file("behave: 4"))).isNotEmpty();
    assertThat(pids()).doesNotContainAnyElementsOf(before);
  }

  @Test
  void closingFromAnotherThreadWakesTheReader() throws Exception {
    var audio = decoder.open(file("hang: 3"));
    var outcome = new CompletableFuture<SpeechException>();
    Thread.ofVirtual()
        .start(
            () ->
                outcome.complete(
                    catchThrowableOfType(
                        SpeechException.class, () -> Decoded.rest(audio, new float[0]))));
    Thread.sleep(300);
    audio.close();
    assertThat(outcome.get().code()).isEqualTo(ErrorCode.CANCELED);
  }

  @Test
  void aDecoderThatCannotStartIsSaidToBeOurFault() throws Exception {
    try (var broken =
        new FfmpegMediaDecoder(
            MediaSettings.DEFAULT, 1, Duration.ZERO, command("no.such.Program"))) {
      SpeechException refused =
          catchThrowableOfType(
              SpeechException.class, () -> broken.awaitReady(Duration.ofSeconds(30)));
      assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL);
      assertThat(refused.getCause()).hasMessageContaining("no.such.Program");
    }
  }

  private static ChildCommand command(String program) throws IOException {
    ChildCommand real = ChildCommand.ofFfmpeg(MediaFile.CACHE, 1024);
    List<Path> classPath = new ArrayList<>(real.classPath());
    classPath.add(Path.of("target", "test-classes").toAbsolutePath());
    return new ChildCommand(program, classPath, real.cache(), real.memoryMebibytes());
  }

  private Set<Long> pids() {
    return decoder.pool().living().stream().map(DecoderProcess::pid).collect(Collectors.toSet());
  }

  private Path file(String order) throws IOException {
    return Files.writeString(folder.resolve("order " + order.hashCode()), order);
  }

  private SpeechException refusal(Path file) {
    SpeechException refused =
        catchThrowableOfType(SpeechException.class, () -> Decoded.all(decoder, file));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    return refused;
  }
}
