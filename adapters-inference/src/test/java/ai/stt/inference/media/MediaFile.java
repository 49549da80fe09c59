package ai.stt.inference.media;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Encodes a sound, and a moving picture when the recipe has one, into a media file. */
final class MediaFile {
  /** Where tests unpack FFmpeg's libraries to: once for all of them. */
  static final Path CACHE = Path.of("target", "javacpp").toAbsolutePath();

  private static final int FRAMES_PER_SECOND = 25;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  static {
    System.setProperty("org.bytedeco.javacpp.cachedir", CACHE.toString());
    av_log_set_level(AV_LOG_ERROR);
  }

  private final AVFormatContext format = new AVFormatContext(null);
  private final MediaRecipe recipe;
  private final LongUnaryOperator clock;
  private final AVPacket packet = av_packet_alloc();

  private MediaFile(MediaRecipe recipe, LongUnaryOperator clock) {
    this.recipe = recipe;
    this.clock = clock;
  }

  /** A track while it is written. */
  private record Track(AVCodecContext codec, AVStream stream, AVFrame frame) {}

  /** Writes {@code samples}, mono at the recipe's rate, to a new file. */
  static Path write(Path file, MediaRecipe recipe, float[] samples) {
    return writeTracks(file, recipe, 0, samples);
  }

  /** Writes a track for each sound, all of one length, of which one is to be heard by default. */
  static Path writeTracks(Path file, MediaRecipe recipe, int heard, float[]... sounds) {
    new MediaFile(recipe, at -> at).encode(file, heard, sounds);
    return file;
  }

  /**
   * Writes a sound that was recorded with pauses.
   *
   * @param clock from a sample's number to the time that it is stamped with, in samples
   */
  static Path writePaused(Path file, MediaRecipe recipe, LongUnaryOperator clock, float[] samples) {
    new MediaFile(recipe, clock).encode(file, 0, samples);
    return file;
  }

  private void encode(Path file, int heard, float[]... sounds) {
    check(avformat_alloc_output_context2(format, null, recipe.muxer(), file.toString()));
    Track video = recipe.videoEncoder().isEmpty() ? null : videoTrack();
    List<Track> audio = new ArrayList<>();
    for (int i = 0; i < sounds.length && !recipe.audioEncoder().isEmpty(); i++) {
      audio.add(audioTrack());
      audio.get(i).stream().disposition(i == heard ? AV_DISPOSITION_DEFAULT : 0);
    }
    AVIOContext output = new AVIOContext(null);
    check(avio_open(output, file.toString(), AVIO_FLAG_WRITE));
    format.pb(output);
    AVDictionary options = new AVDictionary(null);
    recipe.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
    check(avformat_write_header(format, options));
    int frame = audio.isEmpty() ? 0 : audio.getFirst().codec().frame_size();
    int step = frame == 0 ? 1024 : frame;
    int length = sounds[0].length;
    long picture = 0;
    for (int at = 0; at < length; at += step) {
      while (video != null && picture * recipe.rateHz() <= (long) at * FRAMES_PER_SECOND) {
        sendPicture(video, picture++);
      }
      for (int i = 0; i < audio.size(); i++) {
        sendSamples(audio.get(i), sounds[i], at, Math.min(step, length - at));
      }
    }
    if (video != null) {
      finish(video);
    }
    audio.forEach(this::finish);
    check(av_write_trailer(format));
    check(avio_closep(output));
    avformat_free_context(format);
    av_packet_free(packet);
  }

  private void finish(Track track) {
    check(avcodec_send_frame(track.codec(), null));
    drain(track);
    avcodec_free_context(track.codec());
    av_frame_free(track.frame());
  }

  private Track audioTrack() {
    AVCodec encoder = avcodec_find_encoder_by_name(recipe.audioEncoder());
    AVCodecContext codec = avcodec_alloc_context3(encoder);
    codec.sample_fmt(recipe.sampleFormat()).sample_rate(recipe.rateHz()).bit_rate(128_000);
    av_channel_layout_default(codec.ch_layout(), recipe.channels());
    codec.strict_std_compliance(FF_COMPLIANCE_EXPERIMENTAL);
    AVFrame frame = av_frame_alloc();
    Track track = open(encoder, codec, frame, recipe.rateHz());
    frame.format(recipe.sampleFormat());
    frame.sample_rate(recipe.rateHz());
    av_channel_layout_copy(frame.ch_layout(), codec.ch_layout());
    frame.nb_samples(codec.frame_size() == 0 ? 1024 : codec.frame_size());
    check(av_frame_get_buffer(frame, 0));
    return track;
  }

  private Track videoTrack() {
    AVCodec encoder = avcodec_find_encoder_by_name(recipe.videoEncoder());
    AVCodecContext codec = avcodec_alloc_context3(encoder);
    boolean jpeg = recipe.videoEncoder().equals("mjpeg");
    codec.width(WIDTH).height(HEIGHT).pix_fmt(jpeg ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P);
    codec.framerate(av_make_q(FRAMES_PER_SECOND, 1)).bit_rate(100_000).thread_count(1);
    AVFrame frame = av_frame_alloc();
    Track track = open(encoder, codec, frame, FRAMES_PER_SECOND);
    frame.format(codec.pix_fmt());
    frame.width(WIDTH);
    frame.height(HEIGHT);
    check(av_frame_get_buffer(frame, 0));
    return track;
  }

  private Track open(AVCodec encoder, AVCodecContext codec, AVFrame frame, int ticksPerSecond) {
    codec.time_base(av_make_q(1, ticksPerSecond));
    if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) {
      codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    check(avcodec_open2(codec, encoder, (PointerPointer<?>) null));
    AVStream stream = avformat_new_stream(format, encoder);
    stream.time_base(codec.time_base());
    check(avcodec_parameters_from_context(stream.codecpar(), codec));
    return new Track(codec, stream, frame);
  }

  private void sendSamples(Track track, float[] samples, int at, int count) {
    AVFrame frame = track.frame();
    check(av_frame_make_writable(frame));
    frame.nb_samples(count);
    frame.pts(clock.applyAsLong(at));
    boolean planar = av_sample_fmt_is_planar(recipe.sampleFormat()) != 0;
    int copies = planar ? 1 : recipe.channels();
    float[] values = new float[count * copies];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[at + i / copies];
    }
    for (int plane = 0; plane < recipe.channels() / copies; plane++) {
      put(frame.data(plane), values);
    }
    check(avcodec_send_frame(track.codec(), frame));
    drain(track);
  }

  private void put(Pointer plane, float[] values) {
    if (recipe.sampleFormat() == AV_SAMPLE_FMT_S16) {
      short[] rounded = new short[values.length];
      for (int i = 0; i < values.length; i++) {
        rounded[i] = (short) Math.round(values[i] * 32_767);
      }
      new ShortPointer(plane).put(rounded);
    } else {
      new FloatPointer(plane).put(values);
    }
  }

  private void sendPicture(Track track, long number) {
    AVFrame frame = track.frame();
    check(av_frame_make_writable(frame));
    for (int plane = 0; plane < 3; plane++) {
      long bytes = (long) frame.linesize(plane) * (plane == 0 ? HEIGHT : HEIGHT / 2);
      for (long i = 0; i < bytes; i++) {
        frame.data(plane).put(i, (byte) (i + 3 * number));
      }
    }
    frame.pts(number);
    check(avcodec_send_frame(track.codec(), frame));
    drain(track);
  }

  private void drain(Track track) {
    while (avcodec_receive_packet(track.codec(), packet) >= 0) {
      packet.stream_index(track.stream().index());
      AVRational from = track.codec().time_base();
      av_packet_rescale_ts(packet, from, track.stream().time_base());
      check(av_interleaved_write_frame(format, packet));
    }
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg says " + result);
    }
  }
}
