package ai.stt.inference.engine.llama;

/** What computes: its memory by sequences. One thread at a time. */
interface Network {
  /** Whether the beginning of a sequence can be used for another text. */
  boolean forgets();

  /** Keeps the first tokens of a sequence. */
  boolean keep(int sequence, int tokens);

  /** Lets a sequence, which must be empty, know the first tokens of another. */
  void share(int from, int to, int tokens);

  /** Computes: 0 done, 1 no room, 2 stopped, negative for failure. */
  int decode(Batch batch);

  /** Copies the numbers of the tokens behind a place of the last batch. */
  void logits(int place, float[] into);
}
