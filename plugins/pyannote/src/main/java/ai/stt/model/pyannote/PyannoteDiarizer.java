package ai.stt.model.pyannote;

import ai.stt.plugin.diarization.DiarizationListener;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.diarization.Diarizer;
import ai.stt.plugin.engine.OnnxSession;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.diarization.SpeakerTurn;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.List;

/** The loaded models. Thread-safe: recordings share nothing but the weights. */
final class PyannoteDiarizer implements Diarizer {
  /** Windows that are heard in one run: ten megabytes a recording. */
  private static final int TOGETHER = 4;

  private final OnnxSession segmentation;
  private final OnnxSession embedding;

  PyannoteDiarizer(OnnxSession segmentation, OnnxSession embedding) {
    this.segmentation = segmentation;
    this.embedding = embedding;
  }

  @Override
  public List<SpeakerTurn> diarize(
      PcmSource audio, DiarizationOptions options, DiarizationListener listener)
      throws InterruptedException {
    var voices = new Segmentation(segmentation);
    var windows = new Windows(audio);
    List<Window> heard = new ArrayList<>();
    var voiced = new Phrases(new VoicePrints(embedding));
    List<Windows.Sound> sounds = windows.next(TOGETHER);
    while (!sounds.isEmpty()) {
      if (listener.isCanceled()) {
        throw canceled();
      }
      List<Window> next = voices.hear(sounds, windows.heardSamples());
      for (int i = 0; i < next.size(); i++) {
        Windows.Sound sound = sounds.get(i);
        voiced.add(heard.size(), next.get(i), sound.samples(), sound.last());
        heard.add(next.get(i));
      }
      sounds = windows.next(TOGETHER);
    }
    List<Phrase> phrases = voiced.all();
    Speakers speakers = Clustering.cluster(phrases, options.speakers(), listener);
    if (listener.isCanceled()) {
      throw canceled();
    }
    return new Timeline(heard, phrases, speakers).turns(windows.heardSamples());
  }

  @Override
  public void close() {
    segmentation.close();
    embedding.close();
  }

  static SpeechException canceled() {
    return new SpeechException(ErrorCode.CANCELED, "the diarization was canceled");
  }
}
