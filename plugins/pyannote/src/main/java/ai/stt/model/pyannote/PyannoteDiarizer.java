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
    var prints = new VoicePrints(embedding);
    var windows = new Windows(audio);
    List<Window> heard = new ArrayList<>();
    List<Phrase> phrases = new ArrayList<>();
    for (float[] samples = windows.next(); samples != null; samples = windows.next()) {
      if (listener.isCanceled()) {
        throw canceled();
      }
      Window window = voices.hear(windows.start(), samples, windows.heardSamples());
      prints.add(heard.size(), window, samples, phrases);
      heard.add(window);
    }
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
