package ai.stt.inference.media.child;

/** The file cannot be decoded; the message is the sentence that its owner reads. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String sentence) {
    super(sentence, null, false, false);
  }

  /** The sentence; never null, unlike the message of other exceptions. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
