package ai.stt.inference.media.child;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import ai.stt.inference.media.wire.MediaHeader;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Opens the best audio track of a file: recognise, read the index, choose, open its decoder. */
final class OpenTrack {
  static final String ENCRYPTED =
      "the audio is encrypted (copy protection); upload a file without protection";

  private static final int MAX_STREAMS = 256;
  private static final int TAG_ENCA = tag("enca");
  private static final int TAG_DRMS = tag("drms");

  private OpenTrack() {}

  /**
   * Opens the track.
   *
   * @param input stays the caller's, and must outlive the track
   */
  static AudioTrack open(FileInput input) throws Refusal, IOException {
    AVInputFormat container = Container.recognise(input);
    AVFormatContext format = openContainer(input, container);
    AVCodecContext codec = null;
    try {
      if (avformat_find_stream_info(format, (PointerPointer<?>) null) < 0) {
        throw new Refusal("the file is damaged: its tracks cannot be read; check it and try again");
      }
      int index = bestStream(format);
      AVStream stream = format.streams(index);
      codec = openDecoder(stream, decoder(stream));
      return new AudioTrack(format, codec, index, header(container, format, stream));
    } catch (Throwable e) {
      if (codec != null) {
        avcodec_free_context(codec);
      }
      avformat_close_input(format);
      throw e;
    }
  }

  private static AVFormatContext openContainer(FileInput input, AVInputFormat container)
      throws Refusal {
    AVFormatContext format = avformat_alloc_context();
    format.pb(input.context());
    format.max_streams(MAX_STREAMS);
    var options = new AVDictionary(null);
    av_dict_set(options, "format_whitelist", String.join(",", Container.ALLOWED), 0);
    av_dict_set(options, "codec_whitelist", Codecs.ALLOWED, 0);
    av_dict_set(options, "protocol_whitelist", "none", 0); // no such protocol: opens nothing else
    int opened = avformat_open_input(format, (String) null, container, options); // frees on failure
    av_dict_free(options);
    if (opened < 0) {
      boolean mp4 = container.name().getString().startsWith("mov");
      throw new Refusal(
          mp4
              ? "the MP4 or MOV file is cut off or damaged: its index (moov) is missing; upload the"
                  + " whole file"
              : "the file is damaged: its header cannot be read; check it and try again");
    }
    return format;
  }

  /**
   * The best audio track that can be decoded; telephones write others beside it. Where none can,
   * the best, which its opening refuses by name.
   */
  private static int bestStream(AVFormatContext format) throws Refusal {
    int first = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
    for (int best = first; best >= 0; ) {
      AVStream stream = format.streams(best);
      if (!encrypted(stream) && decoder(stream) != null) {
        return best;
      }
      stream.codecpar().codec_type(AVMEDIA_TYPE_DATA); // no more audio to the next search
      best = av_find_best_stream(format, AVMEDIA_TYPE_AUDIO, -1, -1, (AVCodec) null, 0);
    }
    if (first >= 0) {
      return first;
    }
    int video = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    throw new Refusal(
        (video >= 0 ? "the video" : "the file")
            + " has no audio track; upload a file that holds sound");
  }

  private static boolean encrypted(AVStream stream) {
    int tag = stream.codecpar().codec_tag();
    return tag == TAG_ENCA || tag == TAG_DRMS;
  }

  private static @Nullable AVCodec decoder(AVStream stream) {
    AVCodec decoder = avcodec_find_decoder(stream.codecpar().codec_id());
    return decoder == null || decoder.isNull() || !Codecs.allowed(decoder.name().getString())
        ? null
        : decoder;
  }

  private static AVCodecContext openDecoder(AVStream stream, @Nullable AVCodec decoder)
      throws Refusal {
    if (encrypted(stream)) {
      throw new Refusal(ENCRYPTED);
    }
    if (decoder == null) {
      throw new Refusal(
          "the audio codec '"
              + avcodec_get_name(stream.codecpar().codec_id()).getString()
              + "' is not supported; convert the file to MP3, AAC, FLAC or WAV and try again");
    }
    AVCodecContext codec = avcodec_alloc_context3(decoder);
    avcodec_parameters_to_context(codec, stream.codecpar());
    codec.pkt_timebase(stream.time_base());
    codec.thread_count(1);
    if (avcodec_open2(codec, decoder, (PointerPointer<?>) null) < 0) {
      avcodec_free_context(codec);
      throw new Refusal("the audio track is damaged: its decoder does not accept its parameters");
    }
    return codec;
  }

  private static MediaHeader header(
      AVInputFormat container, AVFormatContext format, AVStream stream) {
    double seconds = Double.NaN;
    if (stream.duration() != AV_NOPTS_VALUE && stream.duration() > 0) {
      double timeBase = (double) stream.time_base().num() / stream.time_base().den();
      seconds = stream.duration() * timeBase;
    } else if (format.duration() != AV_NOPTS_VALUE && format.duration() > 0) {
      seconds = (double) format.duration() / AV_TIME_BASE;
    }
    return new MediaHeader(
        container.name().getString(),
        avcodec_get_name(stream.codecpar().codec_id()).getString(),
        stream.codecpar().sample_rate(),
        stream.codecpar().ch_layout().nb_channels(),
        seconds,
        format.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE);
  }

  /** FFmpeg's little-endian four-character code. */
  private static int tag(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }
}
