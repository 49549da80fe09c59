package ai.stt.inference.engine.llama;

import static ai.stt.inference.foreign.Symbols.call;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.stt.inference.foreign.Symbols;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The tokens of a model. Thread-safe: it is only read. */
final class LlamaVocabulary {
  private static final int LONGEST_PIECE_BYTES = 1024;

  /** How libllama's vocabulary is asked. */
  static final class Functions {
    private final MethodHandle vocabulary;
    private final MethodHandle size;
    private final MethodHandle isEnd;
    private final MethodHandle addsOpening;
    private final MethodHandle opening;
    private final MethodHandle tokenize;
    private final MethodHandle piece;

    Functions(SymbolLookup library) {
      var symbols = new Symbols(library);
      vocabulary = symbols.find("llama_model_get_vocab", ADDRESS, ADDRESS);
      size = symbols.find("llama_vocab_n_tokens", JAVA_INT, ADDRESS);
      isEnd = symbols.find("llama_vocab_is_eog", JAVA_BOOLEAN, ADDRESS, JAVA_INT);
      addsOpening = symbols.find("llama_vocab_get_add_bos", JAVA_BOOLEAN, ADDRESS);
      opening = symbols.find("llama_vocab_bos", JAVA_INT, ADDRESS);
      tokenize =
          symbols.find(
              "llama_tokenize",
              JAVA_INT,
              ADDRESS,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_BOOLEAN,
              JAVA_BOOLEAN);
      piece =
          symbols.find(
              "llama_token_to_piece",
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_INT,
              JAVA_BOOLEAN);
    }
  }

  private final Functions functions;
  private final MemorySegment vocabulary;
  private final int size;
  private final boolean[] ends;

  LlamaVocabulary(Functions functions, MemorySegment model) {
    this.functions = functions;
    this.vocabulary = (MemorySegment) call(functions.vocabulary, model);
    this.size = (int) call(functions.size, vocabulary);
    this.ends = new boolean[size];
    for (int token = 0; token < size; token++) {
      ends[token] = (boolean) call(functions.isEnd, vocabulary, token);
    }
  }

  MemorySegment address() {
    return vocabulary;
  }

  int size() {
    return size;
  }

  /** Whether the answer ends with this token. */
  boolean isEnd(int token) {
    return ends[token];
  }

  int[] opening() {
    int token = (int) call(functions.opening, vocabulary);
    return (boolean) call(functions.addsOpening, vocabulary) && token >= 0
        ? new int[] {token}
        : new int[0];
  }

  int[] tokens(String text, boolean control) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(JAVA_BYTE, bytes);
      int room = bytes.length + 8;
      MemorySegment tokens = arena.allocate(JAVA_INT, room);
      int count =
          (int)
              call(
                  functions.tokenize, vocabulary, from, bytes.length, tokens, room, false, control);
      if (count < 0) {
        throw new IllegalStateException("a text has more tokens than bytes");
      }
      return tokens.asSlice(0, (long) count * Integer.BYTES).toArray(JAVA_INT);
    }
  }

  /** The bytes that a token stands for; control tokens stand for none. */
  byte[] piece(int token) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST_PIECE_BYTES);
      int length =
          (int) call(functions.piece, vocabulary, token, buffer, LONGEST_PIECE_BYTES, 0, false);
      return length <= 0 ? new byte[0] : buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }
  }
}
