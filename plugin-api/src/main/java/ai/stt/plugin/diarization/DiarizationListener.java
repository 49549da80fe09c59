package ai.stt.plugin.diarization;

/** Follows a running diarization and can end it. */
@FunctionalInterface
public interface DiarizationListener {
  /** A listener that never ends the work. */
  DiarizationListener NONE = () -> false;

  /** Asked often and by any thread; once true, the diarization ends within a second. */
  boolean isCanceled();
}
