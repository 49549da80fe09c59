package ai.stt.model.extractive;

import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is asked: by its mark, or by how it begins when nothing ends it. */
final class Questions {
  private static final Pattern MARK = Pattern.compile("[?？؟⁇][\"'”’»)」』]*$");
  private static final Pattern ENDED = Pattern.compile("[.!。！…।॥][\"'”’»)」』]*$");

  /** Within so many sentences an answer has to come. */
  private static final int NEAR = 3;

  private Questions() {}

  static List<Question> of(SourceText source, List<Sentence> sentences, LanguageRules language) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      if (isQuestion(sentences.get(i).in(source), language)) {
        questions.add(new Question(sentences.get(i), isAnswered(source, sentences, i, language)));
      }
    }
    return questions;
  }

  /** Whether it ends as a question. */
  static boolean hasMark(String sentence) {
    return MARK.matcher(sentence).find();
  }

  private static boolean isQuestion(String sentence, LanguageRules language) {
    return hasMark(sentence)
        || (!ENDED.matcher(sentence).find()
            && language.asks().stream().anyMatch(ask -> ask.matcher(sentence).lookingAt()));
  }

  /** Another speaker tells something soon, or the next sentence begins or speaks like an answer. */
  private static boolean isAnswered(
      SourceText source, List<Sentence> sentences, int at, LanguageRules language) {
    Sentence question = sentences.get(at);
    int last = Math.min(sentences.size() - 1, at + NEAR);
    Set<String> words = new HashSet<>(WordCounts.content(source, question, language));
    for (int i = at + 1; i <= last; i++) {
      Sentence next = sentences.get(i);
      String text = next.in(source);
      if (isQuestion(text, language)) {
        continue;
      }
      boolean other = !Objects.equals(question.speaker(), next.speaker());
      boolean reply = language.answers().stream().anyMatch(a -> a.matcher(text).lookingAt());
      boolean sameWords =
          WordCounts.content(source, next, language).stream().anyMatch(words::contains);
      if (other || reply || (question.speaker() == null && sameWords)) {
        return true;
      }
    }
    return false;
  }
}
