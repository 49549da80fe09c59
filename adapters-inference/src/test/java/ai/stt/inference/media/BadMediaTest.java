package ai.stt.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;

import ai.stt.app.transcription.DecodedAudio;
import ai.stt.inference.media.MediaRecipe.Promised;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what they should be: each is refused in words, and harms nobody. */
class BadMediaTest {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static FfmpegMediaDecoder decoder;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    MediaSettings usual = MediaSettings.DEFAULT;
    decoder =
        new FfmpegMediaDecoder(
            new MediaSettings(
                1,
                LONGEST,
                usual.stallTimeout(),
                usual.lendTimeout(),
                usual.memoryMebibytes(),
                usual.refusalMemory()),
            MediaFile.CACHE);
  }

  @AfterAll
  static void stop() {
    decoder.close();
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    assertThat(refusal(file(""))).contains("empty");
  }

  @Test
  void aFileThatDoesNotExistOrIsAFolderIsRefused() {
    assertThat(refusal(folder.resolve("nothing"))).contains("cannot be read");
    assertThat(refusal(folder)).contains("cannot be read");
  }

  @Test
  void textAndPicturesAreRefusedWithTheFormatsThatAreSupported() throws Exception {
    assertThat(refusal(file("Dear listener, these are words and no sound.\n".repeat(50))))
        .contains("not audio or video")
        .contains("supported: MP3, WAV, FLAC");
    assertThat(refusal(file("<!DOCTYPE html><html><body>404</body></html>")))
        .contains("supported:");
    assertThat(refusal(file("{\"error\": \"not found\"}"))).contains("supported:");
    assertThat(refusal(file("GIF89a\1\0\1\0\0\0\0;"))).contains("supported:");
    assertThat(refusal(file("x"))).contains("supported:");
  }

  @Test
  void anMp4WithoutItsIndexIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(encoded(Promised.MP4.recipe));
    Path cut = folder.resolve("cut");
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    assertThat(refusal(cut)).contains("moov").contains("upload the whole file");
  }

  @Test
  void aVideoWithoutSoundIsRefused() {
    for (Promised format : List.of(Promised.MP4, Promised.WEBM, Promised.AVI, Promised.MPG)) {
      assertThat(refusal(encoded(format.recipe.withoutAudio())))
          .as(format.name())
          .contains("has no audio track");
    }
  }

  @Test
  void aTrackWithoutSamplesIsRefused() {
    Path file = folder.resolve("none");
    MediaFile.write(file, Promised.WAV.recipe, new float[0]);
    assertThat(refusal(file)).contains("empty");
  }

  @Test
  void anEncryptedFileIsRefused() {
    Map<String, String> encryption =
        Map.of(
            "encryption_scheme", "cenc-aes-ctr",
            "encryption_key", "00112233445566778899aabbccddeeff",
            "encryption_kid", "ffeeddccbbaa99887766554433221100");
    assertThat(refusal(encoded(Promised.MP4.recipe.with(encryption)))).contains("encrypted");
  }

  @Test
  void aRateThatNoRecordingHasIsRefused() throws Exception {
    Path good = folder.resolve("good");
    MediaFile.write(good, Promised.WAV.recipe, SpokenTone.samples(44_100, 0.5));
    byte[] wav = Files.readAllBytes(good);
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 600); // hertz
    Path file = folder.resolve("slow");
    Files.write(file, wav);
    assertThat(refusal(file)).contains("600 Hz is not supported");
  }

  @Test
  void aBombThatClaimsItsLengthIsRefusedUnheard() throws Exception {
    Path bomb = bomb();
    assertThat(Files.size(bomb)).isLessThan(200_000);
    SpeechException refused = catchThrowableOfType(SpeechException.class, () -> decoder.open(bomb));
    assertThat(refused).hasMessageContaining("longer than 1.5 minutes");
  }

  @Test
  void whatIsHardlyLongerThanAllowedIsHeardToItsEnd() throws Exception {
    Path file = folder.resolve("long");
    MediaFile.write(
        file, Promised.WAV.recipe, SpokenTone.samples(44_100, LONGEST.toSeconds() + 0.3));
    assertThat(Decoded.all(decoder, file).length)
        .isBetween((int) LONGEST.toSeconds() * 16_000, (int) (LONGEST.toSeconds() + 1) * 16_000);
  }

  @Test
  void aBombThatHidesItsLengthIsStoppedAtTheLimit() throws Exception {
    Path bomb = bomb();
    byte[] bytes = Files.readAllBytes(bomb);
    bytes[21] &= (byte) 0xF0; // STREAMINFO: the number of samples, 36 bits
    Arrays.fill(bytes, 22, 26, (byte) 0);
    Files.write(bomb, bytes);
    long heard = 0;
    SpeechException refused = null;
    try (DecodedAudio audio = decoder.open(bomb)) {
      PcmChunk chunk;
      while ((chunk = audio.read()) != null) {
        heard = chunk.endSample();
      }
    } catch (SpeechException e) {
      refused = e;
    }
    assertThat(refused).hasMessageContaining("longer than 1.5 minutes");
    assertThat(heard).isBetween(LONGEST.toSeconds() * 16_000, (LONGEST.toSeconds() + 1) * 16_000);
    assertThat(Decoded.all(decoder, encoded(Promised.MP3.recipe))).isNotEmpty();
  }

  @Test
  void playlistsAreRefusedAndNothingTheyNameIsOpened() throws Exception {
    Path secret = encoded(Promised.WAV.recipe);
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/sound.wav";
      for (String target : List.of(url, secret.toUri().toString(), secret.toString())) {
        for (String playlist : playlists(target)) {
          assertThat(refusal(file(playlist))).as(playlist).contains("supported:");
        }
      }
      server.setSoTimeout(300);
      assertThat(catchThrowableOfType(SocketTimeoutException.class, server::accept)).isNotNull();
    }
  }

  @Test
  void noiseAndMutilatedFilesEndInSoundOrInARefusal() throws Exception {
    Random random = new Random(42);
    decoder.awaitReady(Duration.ofSeconds(30));
    Set<DecoderProcess> before = decoder.pool().living();
    for (Promised format : Promised.values()) {
      byte[] good = Files.readAllBytes(encoded(format.recipe));
      for (int round = 0; round < 5; round++) {
        byte[] bad = round == 0 ? new byte[good.length] : good.clone();
        if (round == 0) {
          random.nextBytes(bad);
          System.arraycopy(good, 0, bad, 0, 64); // noise behind a good beginning
        }
        for (int i = 0; i < bad.length >> (10 - 2 * round); i++) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        Path file = folder.resolve("bad");
        Files.write(file, bad);
        assertSoundOrRefusal(file);
      }
    }
    assertThat(Decoded.all(decoder, encoded(Promised.MP3.recipe))).hasSize(48_000);
    assertThat(decoder.pool().living()).as("no file brought the child down").isEqualTo(before);
  }

  private static void assertSoundOrRefusal(Path file) throws InterruptedException {
    try {
      for (float sample : Decoded.all(decoder, file)) {
        assertThat(Math.abs(sample) <= 1).isTrue();
      }
    } catch (SpeechException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    }
  }

  private static List<String> playlists(String target) {
    return List.of(
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%s\n#EXT-X-ENDLIST\n"
            .formatted(target),
        "ffconcat version 1.0\nfile '%s'\n".formatted(target),
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        """
        <?xml version="1.0"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
        <Period><AdaptationSet mimeType="audio/wav"><Representation id="1" bandwidth="1">
        <BaseURL>%s</BaseURL></Representation></AdaptationSet></Period></MPD>
        """
            .formatted(target));
  }

  /** Ten minutes of silence. */
  private Path bomb() {
    MediaRecipe flac = MediaRecipe.audio("flac", "flac", AV_SAMPLE_FMT_S16, 8_000, 1);
    return MediaFile.write(folder.resolve("bomb"), flac, new float[600 * 8_000]);
  }

  private Path encoded(MediaRecipe recipe) {
    Path file = folder.resolve("encoded." + recipe.muxer());
    return MediaFile.write(file, recipe, SpokenTone.samples(recipe.rateHz(), 3));
  }

  private Path file(String content) throws IOException {
    return Files.write(folder.resolve("a.mp3"), content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String refusal(Path file) {
    SpeechException refused =
        catchThrowableOfType(SpeechException.class, () -> Decoded.all(decoder, file));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_MEDIA);
    assertThat(refused.getMessage()).doesNotContain(file.toString());
    return refused.getMessage();
  }
}
