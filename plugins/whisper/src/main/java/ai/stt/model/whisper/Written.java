package ai.stt.model.whisper;

import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.transcript.Segment;
import java.util.ArrayList;
import java.util.List;

/** The segments so far, on the recording's clock and in order. One thread at a time. */
final class Written {
  private final TranscriptionListener listener;
  private final List<Segment> segments = new ArrayList<>();
  private double lastEnd;

  Written(TranscriptionListener listener) {
    this.listener = listener;
  }

  /** Adds a segment of a window, behind the last one and inside of the window. */
  void add(SpokenSegments.Spoken spoken, long startSample, int samples) {
    var clock =
        new Clock(PcmChunk.seconds(startSample), lastEnd, PcmChunk.seconds(startSample + samples));
    Segment segment = clock.segment(spoken);
    lastEnd = segment.end();
    segments.add(segment);
    listener.onSegment(segment);
  }

  List<Segment> segments() {
    return segments;
  }
}
