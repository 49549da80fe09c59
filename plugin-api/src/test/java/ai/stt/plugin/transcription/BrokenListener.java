package ai.stt.plugin.transcription;

/** A listener that fails when it is told of progress. */
record BrokenListener(RuntimeException failure) implements TranscriptionListener {
  @Override
  public void onProgress(double heardSeconds) {
    throw failure;
  }
}
