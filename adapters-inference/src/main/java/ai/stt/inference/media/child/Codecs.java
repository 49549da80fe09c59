package ai.stt.inference.media.child;

import java.util.Set;

/** The audio decoders that may run; a list keeps hundreds of rarely tended ones out of reach. */
final class Codecs {
  /** Names as FFmpeg has them, with commas between. */
  static final String ALLOWED =
      "aac,aac_fixed,aac_latm,ac3,eac3,alac,amrnb,amrwb,libopencore_amrnb,libopencore_amrwb,"
          + "dca,flac,gsm,gsm_ms,mp1,mp1float,mp2,mp2float,mp3,mp3float,opus,libopus,"
          + "speex,libspeex,vorbis,wmav1,wmav2,wmapro,wmalossless,wmavoice,truehd,mlp,"
          + "pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,"
          + "pcm_s8,pcm_s8_planar,pcm_s16be,pcm_s16be_planar,pcm_s16le,pcm_s16le_planar,"
          + "pcm_s24be,pcm_s24le,pcm_s24le_planar,pcm_s32be,pcm_s32le,pcm_s32le_planar,"
          + "pcm_s64be,pcm_s64le,pcm_u8,pcm_u16be,pcm_u16le,pcm_u24be,pcm_u24le,pcm_u32be,"
          + "pcm_u32le,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,adpcm_swf,adpcm_yamaha,"
          + "g722,g723_1,g726,g729,nellymoser";

  private static final Set<String> NAMES = Set.of(ALLOWED.split(",", -1));

  private Codecs() {}

  static boolean allowed(String decoder) {
    return NAMES.contains(decoder);
  }
}
