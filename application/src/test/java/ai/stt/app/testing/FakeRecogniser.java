package ai.stt.app.testing;

import ai.stt.plugin.recognition.EntityRecogniser;
import ai.stt.plugin.recognition.FoundEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes for a person who has one of some names, one of two words first. Thread-safe. */
public final class FakeRecogniser implements EntityRecogniser {
  private static final Pattern NAMES =
      Pattern.compile("Ada Lovelace|Charles Babbage|Ada|Bob|Анна Каренина|王小明");
  private static final float LIKELY = 0.9f;

  private volatile Reading before = text -> {};

  /** What happens before a text is read. */
  @FunctionalInterface
  public interface Reading {
    /** May throw, or never return. */
    void of(String text) throws InterruptedException;
  }

  /** What happens before each text is read. */
  public FakeRecogniser before(Reading what) {
    before = what;
    return this;
  }

  @Override
  public List<FoundEntity> recognise(String text, List<String> kinds, float least)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    before.of(text);
    List<FoundEntity> found = new ArrayList<>();
    Matcher matcher = NAMES.matcher(text);
    while (kinds.contains("person") && least < LIKELY && matcher.find()) {
      found.add(new FoundEntity("person", matcher.start(), matcher.end(), LIKELY));
    }
    return found;
  }

  @Override
  public void close() {}
}
