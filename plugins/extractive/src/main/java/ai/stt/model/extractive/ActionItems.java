package ai.stt.model.extractive;

import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what somebody promises or demands. */
final class ActionItems {
  private static final String WHO = "who";

  private ActionItems() {}

  static List<ActionItem> of(SourceText source, List<Sentence> sentences, LanguageRules language) {
    List<ActionItem> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Sentence sentence : sentences) {
      ActionItem item = of(sentence, sentence.in(source), language);
      if (item != null && seen.add(sentence.in(source))) {
        items.add(item);
      }
    }
    return items;
  }

  private static @Nullable ActionItem of(Sentence sentence, String text, LanguageRules language) {
    for (Pattern promise : language.promises()) {
      if (promise.matcher(text).find()) {
        return new ActionItem(sentence, sentence.speaker(), due(text, language));
      }
    }
    for (Pattern demand : language.demands()) {
      Matcher matcher = demand.matcher(text);
      boolean ofSomebody = matcher.namedGroups().containsKey(WHO);
      if (matcher.find() && (!ofSomebody || isName(matcher.group(WHO), language))) {
        return new ActionItem(
            sentence, ofSomebody ? matcher.group(WHO) : null, due(text, language));
      }
    }
    return null;
  }

  /** A word with a capital that begins a sentence may be none. */
  private static boolean isName(@Nullable String word, LanguageRules language) {
    return word != null && !language.stopWords().contains(word.toLowerCase(Locale.ROOT));
  }

  private static @Nullable String due(String text, LanguageRules language) {
    for (Pattern due : language.dues()) {
      Matcher matcher = due.matcher(text);
      if (matcher.find()) {
        return matcher.group().strip();
      }
    }
    return null;
  }
}
