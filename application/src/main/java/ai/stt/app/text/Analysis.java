package ai.stt.app.text;

import ai.stt.app.pii.Redaction;
import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Entity;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentiment;
import ai.stt.plugin.understanding.Topic;
import java.util.List;

/** What was found out about a text; places are UTF-16 code units of it. */
public sealed interface Analysis {
  /** How it feels. */
  record Feeling(Sentiment sentiment) implements Analysis {}

  /** What it is about, the most relevant first. */
  record Topics(List<Topic> topics) implements Analysis {}

  /** Names, dates, amounts. */
  record Entities(List<Entity> entities) implements Analysis {}

  /** What is to be done. */
  record Tasks(List<ActionItem> items) implements Analysis {}

  /** What is asked. */
  record Questions(List<Question> questions) implements Analysis {}

  /** The text without what tells who somebody is. */
  record Redacted(Redaction redaction) implements Analysis {}
}
