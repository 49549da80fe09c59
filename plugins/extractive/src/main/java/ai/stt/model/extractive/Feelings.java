package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.Sentiment;
import ai.stt.plugin.understanding.Sentiment.Felt;
import ai.stt.plugin.understanding.Sentiment.Label;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * How a text feels, by words that feel, turned around by negations and made stronger by boosters
 * (after C. Hutto and E. Gilbert, VADER, 2014).
 */
final class Feelings {
  /** From here on a feeling is one. */
  private static final double FELT = 0.1;

  /** Words in front of one that can turn it around or make it stronger. */
  private static final int REACH = 3;

  /** Sentences that are told one by one. */
  private static final int MOST = 1000;

  private Feelings() {}

  static Sentiment of(SourceText source, List<Sentence> sentences, LanguageRules language) {
    List<Felt> felt = new ArrayList<>();
    double sum = 0;
    int good = 0;
    int bad = 0;
    for (Sentence sentence : sentences) {
      double score = score(source, sentence, language);
      if (Math.abs(score) >= FELT) {
        sum += score;
        good += score > 0 ? 1 : 0;
        bad += score < 0 ? 1 : 0;
        if (felt.size() < MOST) {
          felt.add(new Felt(sentence, label(score), round(score)));
        }
      }
    }
    double whole = good + bad == 0 ? 0 : sum / (good + bad);
    boolean mixed = Math.min(good, bad) * 3 >= good + bad && good + bad > 1;
    Label label = mixed && Math.abs(whole) < 0.35 ? Label.MIXED : label(whole);
    return new Sentiment(label, round(whole), felt);
  }

  private static Label label(double score) {
    return score >= FELT ? Label.POSITIVE : score <= -FELT ? Label.NEGATIVE : Label.NEUTRAL;
  }

  /** How a sentence feels, -1 to 1. */
  static double score(SourceText source, Sentence sentence, LanguageRules language) {
    double sum = language.isDense() ? dense(sentence.in(source), language) : 0;
    List<Words.Word> words = Words.of(source.text(), sentence.start(), sentence.end());
    for (int i = 0; i < words.size() && !language.isDense(); i++) {
      Integer feeling = language.feelings().get(words.get(i).lower());
      if (feeling != null) {
        sum += feeling * turned(words, i, language);
      }
    }
    return sum / Math.sqrt(sum * sum + 15);
  }

  private static double turned(List<Words.Word> words, int at, LanguageRules language) {
    double factor = 1;
    for (int i = Math.max(0, at - REACH); i < at; i++) {
      String before = words.get(i).lower();
      if (language.negations().contains(before) || before.endsWith("n't")) {
        factor *= -0.75;
      }
      if (language.boosters().contains(before)) {
        factor *= 1.4;
      }
    }
    return factor;
  }

  /** Where there are no spaces a word is looked for everywhere, a negation right before it. */
  private static double dense(String text, LanguageRules language) {
    double sum = 0;
    for (var entry : language.feelings().entrySet()) {
      int at = text.indexOf(entry.getKey());
      while (at >= 0) {
        String before = text.substring(Math.max(0, at - 2), at);
        String behind =
            text.substring(at, Math.min(text.length(), at + entry.getKey().length() + 6));
        boolean not =
            language.negations().stream()
                .anyMatch(n -> n.length() > 1 ? behind.contains(n) : before.contains(n));
        sum += not ? -0.75 * entry.getValue() : entry.getValue();
        at = text.indexOf(entry.getKey(), at + 1);
      }
    }
    return sum;
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
