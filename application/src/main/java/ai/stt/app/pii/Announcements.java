package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in a text words stand that announce something, found once for all that they announce. */
final class Announcements {
  private final String text;
  private final List<Integer> ends;

  private Announcements(String text, List<Integer> ends) {
    this.text = text;
    this.ends = ends;
  }

  static Announcements in(String text, Pattern word) {
    List<Integer> ends = new ArrayList<>();
    Matcher matcher = word.matcher(text);
    while (matcher.find()) {
      ends.add(matcher.end());
    }
    return new Announcements(text, ends);
  }

  /**
   * Whether a word ends shortly before a place.
   *
   * @param reach UTF-16 code units between, at most
   * @param stops characters that must not stand between
   */
  boolean before(int place, int reach, String stops) {
    int found = Collections.binarySearch(ends, place);
    int last = found >= 0 ? found : -found - 2;
    if (last < 0 || place - ends.get(last) > reach) {
      return false;
    }
    String between = text.substring(ends.get(last), place);
    return between.chars().noneMatch(c -> stops.indexOf(c) >= 0);
  }
}
