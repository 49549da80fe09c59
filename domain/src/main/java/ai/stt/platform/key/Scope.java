package ai.stt.platform.key;

/** What a key may do. */
public enum Scope {
  /** Transcribe, stream and use the text and audio endpoints. */
  TRANSCRIBE,
  /** Read the account, its transcripts and its usage. */
  READ,
  /** Change and delete: keys, transcripts, the account. */
  MANAGE
}
