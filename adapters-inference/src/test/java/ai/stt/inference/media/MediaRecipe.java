package ai.stt.inference.media;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.util.Map;

/**
 * How to make a media file.
 *
 * @param muxer FFmpeg's name of the container
 * @param audioEncoder FFmpeg's name of the audio encoder, or "" for no audio track
 * @param sampleFormat what that encoder takes
 * @param rateHz samples per second
 * @param channels the same sound on each
 * @param videoEncoder FFmpeg's name of the video encoder, or "" for no picture
 * @param options of the muxer
 */
record MediaRecipe(
    String muxer,
    String audioEncoder,
    int sampleFormat,
    int rateHz,
    int channels,
    String videoEncoder,
    Map<String, String> options) {

  static MediaRecipe audio(String muxer, String encoder, int format, int rateHz, int channels) {
    return new MediaRecipe(muxer, encoder, format, rateHz, channels, "", Map.of());
  }

  static MediaRecipe wav(String encoder, int format, int rateHz, int channels) {
    return audio("wav", encoder, format, rateHz, channels);
  }

  MediaRecipe withVideo(String encoder) {
    return new MediaRecipe(muxer, audioEncoder, sampleFormat, rateHz, channels, encoder, options);
  }

  MediaRecipe withoutAudio() {
    return new MediaRecipe(muxer, "", sampleFormat, rateHz, channels, videoEncoder, options);
  }

  MediaRecipe with(Map<String, String> muxerOptions) {
    return new MediaRecipe(
        muxer, audioEncoder, sampleFormat, rateHz, channels, videoEncoder, muxerOptions);
  }

  /** One recipe for each of the sixteen formats that the platform promises. */
  @SuppressWarnings("ImmutableEnumChecker") // the only map inside is empty
  enum Promised {
    MP3(audio("mp3", "libmp3lame", AV_SAMPLE_FMT_FLTP, 44_100, 2), 2),
    WAV(wav("pcm_s16le", AV_SAMPLE_FMT_S16, 44_100, 2), 1),
    FLAC(audio("flac", "flac", AV_SAMPLE_FMT_S16, 48_000, 2), 1),
    OGG(audio("ogg", "vorbis", AV_SAMPLE_FMT_FLTP, 44_100, 2), 8),
    M4A(audio("ipod", "aac", AV_SAMPLE_FMT_FLTP, 44_100, 2), 2),
    AAC(audio("adts", "aac", AV_SAMPLE_FMT_FLTP, 44_100, 2), 400),
    OPUS(audio("opus", "libopus", AV_SAMPLE_FMT_FLT, 48_000, 2), 2),
    WMA(audio("asf", "wmav2", AV_SAMPLE_FMT_FLTP, 44_100, 2), 760),
    MP4(audio("mp4", "aac", AV_SAMPLE_FMT_FLTP, 48_000, 2).withVideo("mpeg4"), 2),
    WEBM(audio("webm", "libopus", AV_SAMPLE_FMT_FLT, 48_000, 2).withVideo("libvpx"), 2),
    MKV(audio("matroska", "aac", AV_SAMPLE_FMT_FLTP, 44_100, 2).withVideo("mpeg4"), 400),
    AVI(audio("avi", "libmp3lame", AV_SAMPLE_FMT_FLTP, 44_100, 2).withVideo("mpeg4"), 420),
    MOV(audio("mov", "pcm_s16le", AV_SAMPLE_FMT_S16, 48_000, 2).withVideo("mjpeg"), 2),
    WMV(audio("asf", "wmav2", AV_SAMPLE_FMT_FLTP, 44_100, 2).withVideo("wmv2"), 760),
    MPG(audio("mpeg", "mp2", AV_SAMPLE_FMT_S16, 44_100, 2).withVideo("mpeg1video"), 200),
    MPEG(audio("vob", "ac3", AV_SAMPLE_FMT_FLTP, 48_000, 2).withVideo("mpeg2video"), 100);

    final MediaRecipe recipe;

    /** Samples at 16 kHz by which the codec's own delay may shift the sound. */
    final int maxLag;

    Promised(MediaRecipe recipe, int maxLag) {
      this.recipe = recipe;
      this.maxLag = maxLag;
    }
  }
}
