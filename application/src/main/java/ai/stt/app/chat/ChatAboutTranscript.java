package ai.stt.app.chat;

import ai.stt.app.chat.FindPassages.Found;
import ai.stt.app.chat.Passages.KeptPassages;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.text.GenerateContent;
import ai.stt.app.text.SpokenText;
import ai.stt.app.text.SpokenTranscript;
import ai.stt.app.text.TextModels;
import ai.stt.app.text.WriteText;
import ai.stt.app.transcripts.ReadTranscripts;
import ai.stt.app.transcripts.TranscriptRef;
import ai.stt.app.writing.WritingListener;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about a transcript from the passages that speak of it: a language model writes
 * the answer where one is there, else the passages are the answer. Thread-safe.
 */
public final class ChatAboutTranscript {
  /** The model that is named when passages are found and no sentence is written. */
  public static final String MODEL = "passages";

  private static final String NOT_THERE =
      "This is not in the transcript: nothing in it speaks of that.";

  private static final int LONGEST_QUESTION = 2000;
  private static final int MOST_EXCHANGES = 50;
  private static final int MOST_SESSIONS = 100;
  private static final int SOURCES = 5;
  private static final int ANSWERS = 3;

  /** A question of fewer words that tell something is about the one before, too. */
  private static final int FEW_WORDS = 3;

  private final UnitOfWork work;
  private final ReadTranscripts read;
  private final TextModels models;
  private final WriteText write;
  private final MakePassages make;
  private final InstantSource clock;

  /** Chats about the transcripts in these stores. */
  public ChatAboutTranscript(
      UnitOfWork work,
      ReadTranscripts read,
      TextModels models,
      WriteText write,
      MakePassages make,
      InstantSource clock) {
    this.work = work;
    this.read = read;
    this.models = models;
    this.write = write;
    this.make = make;
    this.clock = clock;
  }

  /**
   * Where an answer comes from.
   *
   * @param segmentOrder place of the passage's first segment, from 0
   * @param segmentId of that segment
   * @param score 0..1
   * @param startTime seconds
   */
  public record Source(
      int segmentOrder,
      long segmentId,
      String text,
      double score,
      double startTime,
      @Nullable String speaker) {}

  /**
   * An answer.
   *
   * @param session by which the conversation goes on
   * @param sources the best first, or in the order in which they are cited; empty when the
   *     transcript does not speak of it
   * @param model that answered
   */
  public record Answer(String answer, String session, List<Source> sources, String model) {}

  /**
   * Answers.
   *
   * @param session a conversation to go on with, null to begin one
   * @throws SpeechException {@code NOT_FOUND}, {@code CONFLICT} when the transcript is not
   *     completed, {@code INVALID_REQUEST} for a question that is none or a session that is not
   *     there
   */
  public Answer ask(
      long accountId,
      TranscriptRef ref,
      String question,
      @Nullable String session,
      WritingListener listener)
      throws InterruptedException {
    String asked = checked(question);
    SpokenTranscript spoken = SpokenTranscript.read(read, accountId, ref);
    List<Exchange> before = session == null ? List.of() : exchanges(spoken.id(), session);
    KeptPassages passages = make.of(accountId, ref, spoken);
    String query = query(asked, before);
    double[] alike = alike(spoken.id(), passages, query);
    List<Found> all = FindPassages.all(passages.passages(), query, alike);
    List<Found> found = FindPassages.best(all, SOURCES);
    String id = session == null ? UUID.randomUUID().toString() : session;
    Optional<Answer> written =
        found.isEmpty()
            ? Optional.empty()
            : write.with(
                spoken.language(),
                listener,
                true,
                (writer, by) ->
                    answer(WrittenAnswer.of(writer, all, found, asked, before), id, by.model()));
    Answer answer =
        written.isPresent() ? written.get() : new Answer(answer(found), id, sources(found), MODEL);
    var exchange = new Exchange(asked, answer.answer(), clock.instant());
    work.run(
        stores -> {
          long transcript = MakePassages.locked(stores, accountId, ref);
          stores
              .get(Conversations.class)
              .add(transcript, id, exchange, MOST_EXCHANGES, MOST_SESSIONS);
        });
    return answer;
  }

  private List<Exchange> exchanges(long transcript, String session) {
    return work.in(stores -> stores.get(Conversations.class).find(transcript, session))
        .orElseThrow(
            () ->
                new SpeechException(
                    ErrorCode.INVALID_REQUEST,
                    "session_id: no such conversation about this transcript; leave it out to begin"
                        + " one"));
  }

  private double[] alike(long transcript, KeptPassages passages, String query)
      throws InterruptedException {
    if (passages.model() == null) {
      return new double[0];
    }
    Optional<TextModels.Made> made =
        models
            .vectorsIfAvailable(List.of(query))
            .filter(vectors -> vectors.model().equals(passages.model()));
    double[] alike =
        made.map(vectors -> alike(transcript, vectors.vectors()[0])).orElseGet(() -> new double[0]);
    // others may have made the passages again meanwhile
    return alike.length == passages.passages().size() ? alike : new double[0];
  }

  private double[] alike(long transcript, float[] vector) {
    return work.in(stores -> stores.get(Passages.class).alike(transcript, vector));
  }

  private static String query(String question, List<Exchange> before) {
    long telling = SearchWords.of(question).stream().filter(SearchWords::tells).count();
    return telling < FEW_WORDS && !before.isEmpty()
        ? before.getLast().question() + " " + question
        : question;
  }

  private static Answer answer(WrittenAnswer written, String session, String model) {
    return new Answer(
        written.text().isEmpty() ? NOT_THERE : written.text(),
        session,
        sources(written.sources()),
        model);
  }

  private static String answer(List<Found> found) {
    if (found.isEmpty()) {
      return NOT_THERE;
    }
    var answer = new StringBuilder("This is what the transcript says about it:");
    for (int i = 0; i < Math.min(ANSWERS, found.size()); i++) {
      Passage passage = found.get(i).passage();
      answer.append("\n\n[").append(i + 1).append("] ");
      answer.append(GenerateContent.clock(passage.start())).append(' ');
      answer.append(passage.speaker() == null ? "" : passage.speaker() + ": ");
      answer.append(passage.text());
    }
    return answer
        .append("\n\n(These are passages, word for word; no language model is at work here.)")
        .toString();
  }

  private static List<Source> sources(List<Found> found) {
    return found.stream()
        .map(
            hit ->
                new Source(
                    hit.passage().segmentOrder(),
                    hit.passage().segmentId(),
                    hit.passage().text(),
                    Math.round(hit.score() * 1e4) / 1e4,
                    hit.passage().start(),
                    hit.passage().speaker()))
        .toList();
  }

  private static String checked(String question) {
    String bare = SpokenText.checked("question", question).strip();
    if (bare.length() > LONGEST_QUESTION || bare.indexOf('\0') >= 0) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST, "question: 1 to %d characters".formatted(LONGEST_QUESTION));
    }
    return bare;
  }
}
