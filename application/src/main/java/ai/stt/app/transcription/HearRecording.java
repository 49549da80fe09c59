package ai.stt.app.transcription;

import ai.stt.app.model.Lease;
import ai.stt.app.model.ModelRegistry;
import ai.stt.app.speech.Hearing;
import ai.stt.app.speech.Listening;
import ai.stt.plugin.Capability;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.plugin.transcription.Transcriber;
import ai.stt.plugin.transcription.TranscriptionListener;
import ai.stt.plugin.transcription.TranscriptionOptions;
import ai.stt.speech.audio.PcmChunk;
import ai.stt.speech.audio.PcmSource;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has one recording recognised. Of one in stereo whose speakers are told apart the whole is decoded
 * beforehand, which takes a thousandth of its length, to know whether its sides are two lines; then
 * each side is recognised by itself.
 *
 * @param run told about progress
 */
record HearRecording(
    MediaDecoder decoder,
    ModelRegistry registry,
    TranscriptionCommand command,
    TranscriptionOptions options,
    TranscriptionRun run) {

  Hearing.Heard hear() throws InterruptedException {
    DiarizationOptions speakers = command.diarization();
    List<Listening> ways;
    try (DecodedAudio audio = open(speakers)) {
      run.started(audio.claimedDuration());
      PcmChunk first = audio.read();
      if (speakers == null || audio.sides() == null) {
        var whole = new Resumed(first, audio);
        return Hearing.Heard.named(List.of(hear(whole, speakers, run)));
      }
    }
    try (DecodedAudio audio = open(speakers)) {
      ways = Listening.to(audio, speakers, run::isCanceled);
    }
    List<Hearing.Heard> lines = new ArrayList<>();
    for (Listening way : ways) {
      try (DecodedAudio audio = open(speakers)) {
        var listener = ways.size() == 1 ? run : new Half(run, lines.size());
        lines.add(hear(way.of(audio), way.options(), listener));
      }
    }
    return Hearing.Heard.named(lines);
  }

  private DecodedAudio open(@Nullable DiarizationOptions speakers) throws InterruptedException {
    return speakers == null ? decoder.open(command.media()) : decoder.openSides(command.media());
  }

  private Hearing.Heard hear(
      PcmSource audio, @Nullable DiarizationOptions speakers, TranscriptionListener listener)
      throws InterruptedException {
    if (run.isCanceled()) {
      throw new SpeechException(ErrorCode.CANCELED, "the transcription was canceled");
    }
    try (Lease<Transcriber> lease = registry.lease(Capability.TRANSCRIPTION, run.model());
        var hearing = new Hearing(audio, registry, speakers, run::isCanceled)) {
      return hearing.unnamed(lease.model().transcribe(hearing, options, listener));
    }
  }

  /** A recording of which a chunk has been read already. */
  private static final class Resumed implements PcmSource {
    private final PcmSource rest;
    private @Nullable PcmChunk first;

    Resumed(@Nullable PcmChunk first, PcmSource rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public @Nullable PcmChunk read() throws InterruptedException {
      PcmChunk chunk = first == null ? rest.read() : first;
      first = null;
      return chunk;
    }

    @Override
    public void close() {}
  }

  /** Half of the work: segments of the lines come together only at its end. */
  private record Half(TranscriptionRun run, int done) implements TranscriptionListener {
    @Override
    public void onProgress(double heardSeconds) {
      double total = run.claimedDuration().orElse(heardSeconds);
      run.onProgress((done * total + heardSeconds) / 2);
    }

    @Override
    public boolean isCanceled() {
      return run.isCanceled();
    }
  }
}
