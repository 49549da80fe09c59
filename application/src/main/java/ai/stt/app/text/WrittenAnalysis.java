package ai.stt.app.text;

import ai.stt.app.writing.AnswerJson;
import ai.stt.app.writing.TextPart;
import ai.stt.app.writing.Verbatim;
import ai.stt.app.writing.Writer;
import ai.stt.plugin.generation.JsonShape;
import ai.stt.plugin.understanding.ActionItem;
import ai.stt.plugin.understanding.Entity;
import ai.stt.plugin.understanding.Question;
import ai.stt.plugin.understanding.Sentence;
import ai.stt.plugin.understanding.Sentiment;
import ai.stt.plugin.understanding.Sentiment.Felt;
import ai.stt.plugin.understanding.Sentiment.Label;
import ai.stt.plugin.understanding.SourceText;
import ai.stt.plugin.understanding.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An analysis by a language model. It answers in JSON whose shape it cannot leave, and what it
 * claims to have copied counts only where the text says it.
 */
final class WrittenAnalysis {
  private static final int TOKENS = 700;
  private static final int LONGEST = 300;
  private static final int TOPICS = 10;
  private static final JsonShape QUOTE = new JsonShape.Text(LONGEST);
  private static final JsonShape LABEL =
      new JsonShape.OneOf(List.of("positive", "neutral", "negative", "mixed"));
  private static final List<String> TYPES =
      List.of(
          "PERSON", "ORGANIZATION", "PLACE", "DATE", "TIME", "MONEY", "AMOUNT", "PRODUCT", "EVENT");

  private final WriteText write;
  private final Writer writer;
  private final SourceText source;
  private final Verbatim said;

  WrittenAnalysis(WriteText write, Writer writer, SourceText source) {
    this.write = write;
    this.writer = writer;
    this.source = source;
    this.said = new Verbatim(source.text());
  }

  Analysis of(AnalysisType type) throws InterruptedException {
    return switch (type) {
      case SENTIMENT -> new Analysis.Feeling(sentiment());
      case TOPICS -> new Analysis.Topics(topics());
      case ENTITIES -> new Analysis.Entities(entities());
      case ACTION_ITEMS -> new Analysis.Tasks(actionItems());
      case QUESTIONS -> new Analysis.Questions(questions());
      case PII_REDACT -> throw new IllegalArgumentException("redaction never rests on a model");
    };
  }

  /** The answers about all parts, with where each part begins. */
  private List<Answer> answers(String task, JsonShape shape) throws InterruptedException {
    List<TextPart> parts = write.parts(source, writer, TOKENS, false);
    return write
        .each(
            parts,
            writer.listener(),
            0,
            part ->
                writer
                    .json(task, Map.of(), part.text(), shape, TOKENS)
                    .map(json -> new Answer(json, part.sentences().getFirst().start())))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private record Answer(AnswerJson json, int start) {}

  private static JsonShape list(Object... namesAndShapes) {
    return new JsonShape.ListOf(fields(namesAndShapes), 0, 20);
  }

  private static JsonShape fields(Object... namesAndShapes) {
    Map<String, JsonShape> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      fields.put((String) namesAndShapes[i], (JsonShape) namesAndShapes[i + 1]);
    }
    return new JsonShape.Fields(fields);
  }

  /** The place of a copied sentence, with who says it and when. */
  private Optional<Sentence> sentence(AnswerJson copied, int from) {
    return said.find(copied.text(), from)
        .map(
            place -> {
              SourceText.Part in = part(place.start());
              return new Sentence(
                  place.start(),
                  place.end(),
                  in == null ? null : in.speaker(),
                  in == null ? Double.NaN : in.seconds());
            });
  }

  private SourceText.@Nullable Part part(int at) {
    return source.parts().stream()
        .filter(part -> part.start() <= at && at < part.end())
        .findFirst()
        .orElse(null);
  }

  /** A remark of the model that the text says as well, else null. */
  private @Nullable String known(AnswerJson remark) {
    String text = remark.textOrNull();
    boolean isSpeaker =
        source.parts().stream().anyMatch(part -> Objects.equals(part.speaker(), text));
    return text != null && (isSpeaker || said.says(text)) ? text : null;
  }

  List<ActionItem> actionItems() throws InterruptedException {
    JsonShape shape =
        list(
            "sentence",
            QUOTE,
            "owner",
            new JsonShape.MaybeText(60),
            "due",
            new JsonShape.MaybeText(60));
    Map<Integer, ActionItem> items = new LinkedHashMap<>();
    for (Answer answer : answers("action_items", shape)) {
      for (AnswerJson item : answer.json().items()) {
        sentence(item.get("sentence"), answer.start())
            .ifPresent(
                place ->
                    items.putIfAbsent(
                        place.start(),
                        new ActionItem(place, known(item.get("owner")), known(item.get("due")))));
      }
    }
    return items.values().stream()
        .sorted(Comparator.comparingInt(item -> item.sentence().start()))
        .toList();
  }

  private List<Question> questions() throws InterruptedException {
    JsonShape shape = list("question", QUOTE, "answered", new JsonShape.Flag());
    Map<Integer, Question> questions = new LinkedHashMap<>();
    for (Answer answer : answers("questions", shape)) {
      for (AnswerJson item : answer.json().items()) {
        sentence(item.get("question"), answer.start())
            .ifPresent(
                place ->
                    questions.putIfAbsent(
                        place.start(), new Question(place, item.get("answered").flag())));
      }
    }
    return questions.values().stream()
        .sorted(Comparator.comparingInt(question -> question.sentence().start()))
        .toList();
  }

  private List<Entity> entities() throws InterruptedException {
    JsonShape shape = list("text", new JsonShape.Text(80), "type", new JsonShape.OneOf(TYPES));
    List<Entity> entities = new ArrayList<>();
    for (Answer answer : answers("entities", shape)) {
      for (AnswerJson item : answer.json().items()) {
        said.find(item.get("text").text(), answer.start())
            .map(place -> new Entity(item.get("type").text(), place.start(), place.end()))
            .filter(
                found ->
                    entities.stream()
                        .noneMatch(e -> e.start() < found.end() && found.start() < e.end()))
            .ifPresent(entities::add);
      }
    }
    return entities.stream().sorted(Comparator.comparingInt(Entity::start)).toList();
  }

  private List<Topic> topics() throws InterruptedException {
    JsonShape shape = list("topic", new JsonShape.Text(60), "relevance", new JsonShape.Share());
    Map<String, Topic> topics = new LinkedHashMap<>();
    for (Answer answer : answers("topics", shape)) {
      for (AnswerJson item : answer.json().items()) {
        String name = item.get("topic").text();
        double relevance = Math.clamp(item.get("relevance").number(), 0.01, 1);
        if (!name.isEmpty()) {
          topics.merge(
              name.toLowerCase(Locale.ROOT),
              new Topic(name, relevance),
              (a, b) -> a.relevance() >= b.relevance() ? a : b);
        }
      }
    }
    double most = topics.values().stream().mapToDouble(Topic::relevance).max().orElse(1);
    return topics.values().stream()
        .sorted(Comparator.comparingDouble(Topic::relevance).reversed())
        .limit(TOPICS)
        .map(topic -> new Topic(topic.name(), Math.round(topic.relevance() / most * 100) / 100.0))
        .toList();
  }

  private Sentiment sentiment() throws InterruptedException {
    JsonShape shape =
        fields(
            "label",
            LABEL,
            "strength",
            new JsonShape.Share(),
            "sentences",
            list("text", QUOTE, "label", LABEL));
    Map<Integer, Felt> felt = new LinkedHashMap<>();
    double sum = 0;
    boolean mixed = false;
    List<Answer> answers = answers("sentiment", shape);
    for (Answer answer : answers) {
      sum += score(answer.json());
      mixed |= label(answer.json()) == Label.MIXED;
      for (AnswerJson item : answer.json().get("sentences").items()) {
        Label label = label(item);
        sentence(item.get("text"), answer.start())
            .ifPresent(
                place -> felt.putIfAbsent(place.start(), new Felt(place, label, sign(label))));
      }
    }
    double score = answers.isEmpty() ? 0 : Math.round(sum / answers.size() * 100) / 100.0;
    Label label =
        mixed
            ? Label.MIXED
            : score > 0.1 ? Label.POSITIVE : score < -0.1 ? Label.NEGATIVE : Label.NEUTRAL;
    List<Felt> inOrder =
        felt.values().stream().sorted(Comparator.comparingInt(f -> f.sentence().start())).toList();
    return new Sentiment(label, score, inOrder);
  }

  private static Label label(AnswerJson json) {
    return switch (json.get("label").text()) {
      case "positive" -> Label.POSITIVE;
      case "negative" -> Label.NEGATIVE;
      case "mixed" -> Label.MIXED;
      default -> Label.NEUTRAL;
    };
  }

  private static double sign(Label label) {
    return switch (label) {
      case POSITIVE -> 1;
      case NEGATIVE -> -1;
      case NEUTRAL, MIXED -> 0;
    };
  }

  private static double score(AnswerJson json) {
    return sign(label(json)) * Math.clamp(json.get("strength").number(), 0, 1);
  }
}
