package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Outline;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.List;

/** Chooses among the chosen sentences of an outline: what is central and not said already. */
final class Choice {
  /** How much being central counts beside saying something new. */
  private static final double CENTRAL = 0.7;

  /** Sentences more alike than this say the same. */
  private static final double SAME = 0.9;

  private static final int FEW_WORDS = 4;
  private static final int MANY_WORDS = 45;

  private final SourceText source;
  private final List<Sentence> sentences;
  private final float[][] vectors;
  private final LanguageRules language;

  private Choice(
      SourceText source, List<Sentence> sentences, float[][] vectors, LanguageRules language) {
    this.source = source;
    this.sentences = sentences;
    this.vectors = vectors;
    this.language = language;
  }

  /** A choice by these vectors, or by words when there are none. */
  static Choice of(SourceText source, Outline outline, float[][] vectors, LanguageRules language) {
    List<Sentence> chosen = outline.chosen().stream().map(outline.sentences()::get).toList();
    boolean given = vectors.length == chosen.size();
    return new Choice(
        source, chosen, given ? vectors : WordVectors.of(source, outline, language), language);
  }

  float[][] vectors() {
    return vectors;
  }

  List<Sentence> summary(int wanted) {
    double[] scores = centrality();
    for (int i = 0; i < scores.length; i++) {
      scores[i] *= fitness(i) * (1 + 0.15 * Math.exp(-i / 3.0));
    }
    return distinct(scores, wanted);
  }

  List<Sentence> quotes(int wanted) {
    double[] scores = centrality();
    for (int i = 0; i < scores.length; i++) {
      Sentence sentence = sentences.get(i);
      double felt = Math.abs(Feelings.score(source, sentence, language));
      scores[i] = (0.6 * scores[i] + 0.4 * felt) * fitness(i);
    }
    return distinct(scores, wanted);
  }

  /** How near each is to all others, 0..1. */
  private double[] centrality() {
    double[] central = new double[vectors.length];
    double most = 0;
    if (vectors.length > 0) {
      float[] middle = Vectors.mean(vectors, 0, vectors.length);
      for (int i = 0; i < central.length; i++) {
        central[i] = Math.max(0, Vectors.dot(vectors[i], middle));
        most = Math.max(most, central[i]);
      }
    }
    for (int i = 0; i < central.length; i++) {
      central[i] = most == 0 ? 1 : central[i] / most;
    }
    return central;
  }

  /** Whether it can stand alone: neither a scrap nor endless, and it tells rather than asks. */
  private double fitness(int i) {
    Sentence sentence = sentences.get(i);
    int words = Words.of(source.text(), sentence.start(), sentence.end()).size();
    double length =
        language.isDense()
            ? (sentence.end() - sentence.start() < 8 ? 0.4 : 1)
            : words < FEW_WORDS ? 0.3 : words > MANY_WORDS ? 0.7 : 1;
    return Questions.hasMark(sentence.in(source)) ? 0.6 * length : length;
  }

  /** The best by score and novelty, in the order of the text. */
  private List<Sentence> distinct(double[] scores, int wanted) {
    List<Integer> picked = new ArrayList<>();
    double[] nearest = new double[scores.length];
    boolean[] out = new boolean[scores.length];
    while (picked.size() < wanted) {
      int best = -1;
      double bestValue = 0;
      for (int i = 0; i < scores.length; i++) {
        double value = CENTRAL * scores[i] - (1 - CENTRAL) * nearest[i];
        if (!out[i] && (best < 0 || value > bestValue)) {
          best = i;
          bestValue = value;
        }
      }
      if (best < 0) {
        break;
      }
      picked.add(best);
      out[best] = true;
      for (int i = 0; i < scores.length; i++) {
        double near = near(best, i);
        nearest[i] = Math.max(nearest[i], near);
        out[i] |= near > SAME;
      }
    }
    return picked.stream().sorted().map(sentences::get).toList();
  }

  private double near(int a, int b) {
    boolean same = sentences.get(a).in(source).equals(sentences.get(b).in(source));
    return same ? 1 : Vectors.dot(vectors[a], vectors[b]);
  }
}
