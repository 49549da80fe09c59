package ai.stt.app.text;

import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.SourceText;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a task is written. */
final class Tasks {
  private Tasks() {}

  /** The sentence on one line. */
  static String task(SourceText source, ActionItem item) {
    return item.sentence().in(source).replaceAll("\\s+", " ");
  }

  /** Who and until when, in brackets; empty when neither is known. */
  static String remark(ActionItem item) {
    String known =
        Stream.of(item.owner(), item.due())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "" : " (" + known + ")";
  }
}
