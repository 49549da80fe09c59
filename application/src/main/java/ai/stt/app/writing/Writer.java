package ai.stt.app.writing;

import ai.stt.plugin.generation.ChatMessage;
import ai.stt.plugin.generation.ChatMessage.Role;
import ai.stt.plugin.generation.Generated;
import ai.stt.plugin.generation.GenerationListener;
import ai.stt.plugin.generation.GenerationRequest;
import ai.stt.plugin.generation.JsonShape;
import ai.stt.plugin.generation.TextGenerator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has a model do tasks on material. The material stands in front of the task, so that the model
 * need not read it again for the next task. Thread-safe.
 */
public final class Writer {
  /** Tokens of one call; larger windows make small models careless, and slow ones slower. */
  private static final int MOST_TOKENS = 4096;

  /** What instructions, task and form take. */
  private static final int FORM_TOKENS = 500;

  private static final int LEAST_MATERIAL = 64;

  private final TextGenerator generator;
  private final Prompts prompts;
  private final WritingListener listener;
  private final boolean urgent;

  /**
   * A writer.
   *
   * @param language code of that in which the model is told what to do, best that of the material
   * @param urgent whether somebody waits in front of a screen
   */
  public Writer(
      TextGenerator generator, String language, WritingListener listener, boolean urgent) {
    this.generator = generator;
    this.prompts = Prompts.in(language);
    this.listener = listener;
    this.urgent = urgent;
  }

  /** Who is told how far it is. */
  public WritingListener listener() {
    return listener;
  }

  /** The tokens of material that a call has room for beside its answer. */
  public int room(int answerTokens) {
    int all = Math.min(MOST_TOKENS, generator.roomTokens());
    return Math.max(LEAST_MATERIAL, all - answerTokens - FORM_TOKENS);
  }

  /**
   * A prompt that is a part of the material.
   *
   * @param name of the prompt
   * @param blanks of the prompt, whoever said them
   */
  public String phrase(String name, Map<String, String> blanks) {
    return prompts.task(name, blanks);
  }

  /** About how many tokens a text has. */
  public int tokens(String text) {
    return generator.tokens(text);
  }

  /**
   * Free text about material.
   *
   * @param task a prompt's name
   * @param blanks of the prompt; what callers wish goes here, never what others said
   * @param told whether the listener reads along
   * @return without anything around it; blank when the model had nothing to say
   */
  public String write(
      String task, Map<String, String> blanks, String material, int mostTokens, boolean told)
      throws InterruptedException {
    return write(task, blanks, material, mostTokens, told ? listener::piece : piece -> {});
  }

  /**
   * As {@link #write(String, Map, String, int, boolean)}, told piece by piece to somebody else than
   * the listener.
   */
  public String write(
      String task,
      Map<String, String> blanks,
      String material,
      int mostTokens,
      Consumer<String> told)
      throws InterruptedException {
    var kept = new KeptBack(List.of(prompts.system(), prompts.bare(task)), material, told);
    ask(task, blanks, material, mostTokens, null, kept::add);
    return Tidy.answer(kept.end());
  }

  /**
   * An answer in JSON; texts that repeat the instructions are empty.
   *
   * @return empty when it was cut off before anything was said
   */
  public Optional<AnswerJson> json(
      String task, Map<String, String> blanks, String material, JsonShape shape, int mostTokens)
      throws InterruptedException {
    Generated answer = ask(task, blanks, material, mostTokens, shape, GenerationListener.NONE);
    List<String> instructions = List.of(prompts.system(), prompts.bare(task));
    return AnswerJson.read(answer.text())
        .map(json -> json.withTexts(texts -> KeptBack.values(instructions, material, texts)));
  }

  private Generated ask(
      String task,
      Map<String, String> blanks,
      String material,
      int mostTokens,
      @Nullable JsonShape shape,
      GenerationListener reader)
      throws InterruptedException {
    String wish = blanks.getOrDefault("wish", "");
    String words =
        "<text>\n%s\n</text>\n\n%s%s"
            .formatted(
                Tidy.material(material),
                prompts.task(task, blanks),
                wish.isBlank() ? "" : "\n" + prompts.task("wish", Map.of("wish", wish)));
    var messages =
        List.of(new ChatMessage(Role.SYSTEM, prompts.system()), new ChatMessage(Role.USER, words));
    var request = GenerationRequest.of(messages, mostTokens, shape);
    return generator.generate(urgent ? request.urgently() : request, reader);
  }
}
