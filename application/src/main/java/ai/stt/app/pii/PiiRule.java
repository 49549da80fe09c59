package ai.stt.app.pii;

import java.util.List;

/** Finds one sort of what tells who somebody is. Thread-safe; time grows with the text only. */
@FunctionalInterface
public interface PiiRule {
  /** All places, in any order; they may overlap. */
  List<PiiSpan> find(String text);
}
