package ai.stt.inference.engine.whisper.text;

import java.util.List;

/**
 * The numbers of the tokens that are no text, which follow those that are: end, start, languages,
 * tasks, time stamps (whisper/tokenizer.py of openai/whisper). Models of one language have the
 * languages' numbers as well.
 *
 * @param vocabulary how many tokens there are in all
 */
public record Tokens(int vocabulary) {
  /** A time stamp's step. */
  public static final int STAMP_MILLIS = 20;

  private static final int ENGLISH_VOCABULARY = 51_864;
  private static final int ENGLISH_LANGUAGES = 99;
  private static final int ENGLISH_TEXT = 50_256;
  private static final int TEXT = 50_257;
  private static final int STAMPS = 1501;
  private static final int COMMANDS = 6;

  private static final List<String> LANGUAGES =
      List.of(
          ("en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no"
                  + " th ur hr bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn"
                  + " bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps"
                  + " tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue")
              .split(" "));

  /** Whether the model knows more than English. */
  public boolean multilingual() {
    return vocabulary > ENGLISH_VOCABULARY;
  }

  /** Codes of the languages that the model can be told. */
  public List<String> languages() {
    return multilingual() ? LANGUAGES.subList(0, languageCount()) : List.of("en");
  }

  /** Ends the text; all smaller numbers are text. */
  public int end() {
    return multilingual() ? TEXT : ENGLISH_TEXT;
  }

  /** Starts a transcript. */
  public int start() {
    return end() + 1;
  }

  /** The first language; the others follow in the order of {@link #languages}. */
  public int firstLanguage() {
    return start() + 1;
  }

  /** Commands to write down what is said, in its language. */
  public int transcribe() {
    return firstLanguage() + languageCount() + 1;
  }

  /** Stands before text that came before. */
  public int previous() {
    return transcribe() + 2;
  }

  /** Says that nobody speaks. */
  public int noSpeech() {
    return transcribe() + 3;
  }

  /** Commands to write no time stamps. */
  public int noStamps() {
    return transcribe() + 4;
  }

  /** The time stamp 0; the others follow in steps of {@link #STAMP_MILLIS}. */
  public int firstStamp() {
    return transcribe() + 5;
  }

  /** Whether a token is a time stamp. */
  public boolean isStamp(int token) {
    return token >= firstStamp();
  }

  /** The tokens that say what is to be done: start, and for a multilingual model language, task. */
  public int[] command(String language) {
    return multilingual()
        ? new int[] {start(), firstLanguage() + languages().indexOf(language), transcribe()}
        : new int[] {start()};
  }

  private int languageCount() {
    return multilingual() ? vocabulary - TEXT - 2 - COMMANDS - STAMPS : ENGLISH_LANGUAGES;
  }
}
