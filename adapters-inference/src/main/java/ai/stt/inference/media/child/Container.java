package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avformat.AVPROBE_SCORE_RETRY;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_format3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a container by its content and admits it by a list, because FFmpeg also knows formats
 * that open other files or the network (playlists, concat, image sequences, sdp), and hundreds of
 * game formats whose parsers nobody tends.
 */
final class Container {
  /** Short names of the demuxers that may run. */
  static final List<String> ALLOWED =
      List.of(
          "aac",
          "ac3",
          "aiff",
          "amr",
          "asf",
          "au",
          "avi",
          "caf",
          "eac3",
          "flac",
          "flv",
          "matroska",
          "mov",
          "mp3",
          "mp4",
          "mpeg",
          "mpegts",
          "mpegvideo",
          "ogg",
          "w64",
          "wav",
          "webm");

  private static final Set<String> PLAYLISTS =
      Set.of("hls", "dash", "concat", "sdp", "rtsp", "webm_dash_manifest", "imf");
  private static final String SUPPORTED =
      "supported: MP3, WAV, FLAC, OGG, M4A, AAC, OPUS, WMA, MP4, WebM, MKV, AVI, MOV, WMV, MPG,"
          + " MPEG";
  private static final int[] PROBE_BYTES = {1 << 12, 1 << 16, 1 << 20};
  private static final int PROBE_PADDING = 32;
  private static final int ID3_HEADER_BYTES = 10;

  private Container() {}

  /**
   * Recognises the container.
   *
   * @return FFmpeg's demuxer for it; static, never freed
   * @throws Refusal when it is none, or one that is not let in
   */
  static AVInputFormat recognise(FileInput input) throws IOException, Refusal {
    long start = behindId3(input);
    AVInputFormat format = null;
    for (int size : PROBE_BYTES) {
      int[] score = {0};
      byte[] head = input.peek(start, size);
      format = probe(head, score);
      boolean sure = format != null && score[0] > AVPROBE_SCORE_RETRY;
      if (sure || head.length < size) {
        break;
      }
    }
    if (format == null) {
      throw new Refusal("the file is not audio or video in a supported format; " + SUPPORTED);
    }
    admit(format.name().getString());
    return format;
  }

  private static void admit(String names) throws Refusal {
    List<String> all = List.of(names.split(",", -1));
    if (all.stream().anyMatch(ALLOWED::contains)) {
      return;
    }
    if (all.stream().anyMatch(PLAYLISTS::contains)) {
      throw new Refusal(
          "the file is a playlist, which only names other media; upload the media itself; "
              + SUPPORTED);
    }
    throw new Refusal(
        "the file is not audio or video in a supported format (it looks like '"
            + names
            + "'); "
            + SUPPORTED);
  }

  private static @Nullable AVInputFormat probe(byte[] head, int[] score) {
    try (var buffer = new BytePointer(head.length + PROBE_PADDING);
        var name = new BytePointer("");
        var data = new AVProbeData()) {
      buffer.fill(0);
      buffer.put(head);
      data.filename(name).buf(buffer).buf_size(head.length).mime_type(null);
      AVInputFormat format = av_probe_input_format3(data, 1, score);
      return format == null || format.isNull() ? null : format;
    }
  }

  /** Tags with cover art in front of MP3 or FLAC can be longer than any probe: look behind them. */
  private static long behindId3(FileInput input) throws IOException {
    long start = 0;
    while (true) {
      byte[] head = input.peek(start, ID3_HEADER_BYTES);
      boolean tag =
          head.length == ID3_HEADER_BYTES
              && new String(head, StandardCharsets.ISO_8859_1).startsWith("ID3");
      if (!tag) {
        return start;
      }
      int size = 0;
      for (byte b : Arrays.copyOfRange(head, 6, ID3_HEADER_BYTES)) {
        size = (size << 7) | (b & 0x7F); // "syncsafe": seven bits of each byte
      }
      start += ID3_HEADER_BYTES + (long) size;
    }
  }
}
