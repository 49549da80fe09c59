package ai.stt.inference.engine.whisper.text;

import java.util.Set;

/**
 * How many tokens a second of speech may take. Nobody speaks ten tokens a second of a language
 * whose words the vocabulary has; of a script that it has only letters or bytes of, it may be 35.
 * Counted with article 1 of the Universal Declaration of Human Rights, some 12 seconds when it is
 * read aloud: English 34 tokens, Russian 48, Finnish 62, Japanese 81, Greek 99, Hindi 195,
 * Malayalam 404, Georgian 425.
 */
public final class TokenRate {
  /** Of the other languages. */
  public static final int USUAL = 10;

  private static final int LETTERS_OR_BYTES = 40;

  /** Those of whose text a token is hardly more than a letter. */
  private static final Set<String> LETTERWISE =
      Set.of(
          ("el he yi fa ps ur sd ja hi mr ne sa bn as pa gu ta te kn ml si th lo km my bo hy ka am"
                  + " kk mn tg tt ba yo")
              .split(" "));

  private TokenRate() {}

  /**
   * The most tokens of a second.
   *
   * @param language its code, as in {@link Tokens#languages}
   */
  public static int perSecond(String language) {
    return LETTERWISE.contains(language) ? LETTERS_OR_BYTES : USUAL;
  }
}
