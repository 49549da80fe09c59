"""Writes jfk-3s-fbank80.f32, what Kaldi's features of the test kit's sample are: pip install kaldi-native-fbank==1.23.0 numpy"""

import pathlib

import kaldi_native_fbank
import numpy

here = pathlib.Path(__file__).parent
sample = "plugin-api/src/test/resources/ai/stt/plugin/voiceactivity/jfk-3s.s16"
root = next(p for p in here.parents if (p / sample).exists())
samples = numpy.fromfile(root / sample, "<i2").astype("float32") / 32768
options = kaldi_native_fbank.FbankOptions()
options.frame_opts.dither = 0
options.mel_opts.num_bins = 80
fbank = kaldi_native_fbank.OnlineFbank(options)
fbank.accept_waveform(16000, samples.tolist())
fbank.input_finished()
frames = numpy.array([fbank.get_frame(i) for i in range(fbank.num_frames_ready)])
frames.astype("<f4").tofile(here / "jfk-3s-fbank80.f32")
