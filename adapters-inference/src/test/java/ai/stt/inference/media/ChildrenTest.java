package ai.stt.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Life and death of real children: lending, reuse, kill -9 on either side, first unpacking. */
@Timeout(90)
class ChildrenTest {
  private static final float[] LONG = SpokenTone.samples(16_000, 60);

  @TempDir Path folder;

  @Test
  void aChildThatIsKilledInTheMiddleIsReplacedWithoutALostSample() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(1, Duration.ofSeconds(15));
        DecodedAudio audio = decoder.open(file)) {
      PcmChunk first = Objects.requireNonNull(audio.read());
      long killed = pids(decoder).iterator().next();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      float[] heard = Decoded.rest(audio, first.samples());
      assertThat(heard).hasSize(LONG.length);
      assertThat(SpokenTone.fit(LONG, heard, 100)).satisfies(fit -> assertThat(fit.lag()).isZero());
      assertThat(pids(decoder)).doesNotContain(killed);
    }
  }

  @Test
  void whatATerminalSendsToAllProcessesEndsNoChild() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(1, Duration.ofSeconds(15));
        DecodedAudio audio = decoder.open(file)) {
      PcmChunk first = Objects.requireNonNull(audio.read());
      Set<Long> before = pids(decoder);
      for (String signal : new String[] {"-INT", "-TERM", "-HUP"}) {
        String pid = Long.toString(before.iterator().next());
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
      }
      assertThat(Decoded.rest(audio, first.samples())).hasSize(LONG.length);
      assertThat(pids(decoder)).isEqualTo(before);
    }
  }

  @Test
  void closingEarlyKeepsTheChildForTheNextFile() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(1, Duration.ofSeconds(15))) {
      decoder.awaitReady(Duration.ofSeconds(30));
      Set<Long> before = pids(decoder);
      for (int i = 0; i < 5; i++) {
        DecodedAudio audio = decoder.open(file);
        assertThat(audio.read()).isNotNull();
        audio.close();
        audio.close();
        assertThat(catchThrowableOfType(SpeechException.class, audio::read).code())
            .isEqualTo(ErrorCode.CANCELED);
      }
      assertThat(Decoded.all(decoder, file)).hasSize(LONG.length);
      assertThat(pids(decoder)).isEqualTo(before);
    }
  }

  @Test
  void eightFilesAtOnceShareTwoChildren() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(2, Duration.ofSeconds(15));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Set<Long> both;
      try (DecodedAudio _ = decoder.open(file);
          DecodedAudio _ = decoder.open(file)) {
        both = pids(decoder);
      }
      assertThat(both).hasSize(2);
      List<Future<float[]>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> Decoded.all(decoder, file)));
      }
      for (Future<float[]> one : all) {
        assertThat(one.get(60, TimeUnit.SECONDS)).hasSize(LONG.length);
      }
      assertThat(pids(decoder)).isEqualTo(both);
    }
  }

  @Test
  void aFileThatFindsAllChildrenBusyIsToldWhenToComeAgain() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(1, Duration.ofSeconds(2));
        DecodedAudio _ = decoder.open(file)) {
      SpeechException refused =
          catchThrowableOfType(SpeechException.class, () -> decoder.open(file));
      assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
      assertThat(refused.retryAfter()).isPresent();
    }
  }

  @Test
  void anIdleChildThatDiesIsReplacedUnnoticed() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(1, Duration.ofSeconds(15))) {
      decoder.awaitReady(Duration.ofSeconds(30));
      for (long pid : pids(decoder)) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      }
      assertThat(Decoded.all(decoder, file)).hasSize(LONG.length);
    }
  }

  @Test
  void interruptingAReaderLeavesTheDecoderWell() throws Exception {
    Path file = longWav();
    try (FfmpegMediaDecoder decoder = decoder(1, Duration.ofSeconds(15))) {
      try (DecodedAudio audio = decoder.open(file)) {
        Thread.currentThread().interrupt();
        assertThat(catchThrowableOfType(InterruptedException.class, audio::read)).isNotNull();
      }
      assertThat(Decoded.all(decoder, file)).hasSize(LONG.length);
    }
  }

  @Test
  void closingTheDecoderEndsItsChildrenAndFurtherFilesAreTurnedAway() throws Exception {
    Path file = longWav();
    FfmpegMediaDecoder decoder = decoder(2, Duration.ofSeconds(15));
    decoder.awaitReady(Duration.ofSeconds(30));
    Set<Long> children = pids(decoder);
    decoder.close();
    decoder.close();
    awaitDeath(children);
    SpeechException refused = catchThrowableOfType(SpeechException.class, () -> decoder.open(file));
    assertThat(refused.code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
  }

  @Test
  void theChildrenDieWithAHostThatIsKilled() throws Exception {
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DecoderHost.class.getName(),
                longWav().toString(),
                MediaFile.CACHE.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = host.inputReader(StandardCharsets.UTF_8)) {
      Set<Long> children = Set.of(Long.valueOf(lines.readLine()));
      assertThat(children).allMatch(pid -> ProcessHandle.of(pid).orElseThrow().isAlive());
      host.destroyForcibly().waitFor();
      awaitDeath(children);
    } finally {
      host.destroyForcibly();
    }
  }

  @Test
  void whereAllAreLentMoreAreStartedAndEndWhenTheyAreNotNeeded() throws Exception {
    Path file = longWav();
    ChildCommand command = ChildCommand.ofFfmpeg(MediaFile.CACHE.toAbsolutePath(), 1024);
    MediaSettings one = settings(1, Duration.ofSeconds(30));
    try (var decoder = new FfmpegMediaDecoder(one, 3, Duration.ofSeconds(3), command)) {
      try (DecodedAudio first = decoder.open(file);
          DecodedAudio second = decoder.open(file);
          DecodedAudio third = decoder.open(file)) {
        assertThat(first.read()).isNotNull();
        assertThat(second.read()).isNotNull();
        assertThat(third.read()).isNotNull();
        assertThat(pids(decoder)).hasSize(3);
      }
      for (int i = 0; i < 400 && pids(decoder).size() > 1; i++) {
        Thread.sleep(50);
      }
      assertThat(pids(decoder)).hasSize(1);
      assertThat(Decoded.all(decoder, file)).hasSize(LONG.length);
    }
  }

  @Test
  void twoProcessesCanUnpackTheLibrariesForTheFirstTimeAtOnce() throws Exception {
    Path fresh = folder.resolve("cache");
    MediaSettings one = settings(1, Duration.ofSeconds(15));
    try (var first = new FfmpegMediaDecoder(one, fresh);
        var second = new FfmpegMediaDecoder(one, fresh)) {
      Path file = longWav();
      assertThat(Decoded.all(first, file)).hasSize(LONG.length);
      assertThat(Decoded.all(second, file)).hasSize(LONG.length);
    }
  }

  private Path longWav() {
    MediaRecipe wav = MediaRecipe.wav("pcm_s16le", AV_SAMPLE_FMT_S16, 16_000, 1);
    return MediaFile.write(folder.resolve("long"), wav, LONG);
  }

  private static FfmpegMediaDecoder decoder(int children, Duration lend) throws IOException {
    return new FfmpegMediaDecoder(settings(children, lend), MediaFile.CACHE);
  }

  private static MediaSettings settings(int children, Duration lend) {
    MediaSettings usual = MediaSettings.DEFAULT;
    return new MediaSettings(
        children,
        usual.maxDuration(),
        usual.stallTimeout(),
        lend,
        usual.memoryMebibytes(),
        usual.refusalMemory());
  }

  private static Set<Long> pids(FfmpegMediaDecoder decoder) {
    return decoder.pool().living().stream().map(DecoderProcess::pid).collect(Collectors.toSet());
  }

  private static void awaitDeath(Set<Long> pids) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      if (pids.stream()
          .noneMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent())) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("still alive: " + pids);
  }
}
