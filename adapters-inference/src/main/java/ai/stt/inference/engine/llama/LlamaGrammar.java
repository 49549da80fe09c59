package ai.stt.inference.engine.llama;

import static ai.stt.inference.foreign.Symbols.call;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.stt.inference.foreign.Struct;
import ai.stt.inference.foreign.Symbols;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Which tokens a text may go on with. One thread at a time. */
final class LlamaGrammar implements AutoCloseable {
  /** How libllama's grammars are asked. */
  static final class Functions {
    private final MethodHandle init;
    private final MethodHandle apply;
    private final MethodHandle accept;
    private final MethodHandle free;

    Functions(SymbolLookup library) {
      var symbols = new Symbols(library);
      init = symbols.find("llama_sampler_init_grammar", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
      apply = symbols.find("llama_sampler_apply", null, ADDRESS, ADDRESS);
      accept = symbols.find("llama_sampler_accept", null, ADDRESS, JAVA_INT);
      free = symbols.find("llama_sampler_free", null, ADDRESS);
    }
  }

  private final Functions functions;
  private final MemorySegment grammar;

  private LlamaGrammar(Functions functions, MemorySegment grammar) {
    this.functions = functions;
    this.grammar = grammar;
  }

  /**
   * Reads a grammar.
   *
   * @throws IllegalArgumentException when it is none
   */
  static LlamaGrammar read(Functions functions, LlamaVocabulary vocabulary, String gbnf) {
    try (Arena arena = Arena.ofConfined()) {
      var grammar =
          (MemorySegment)
              call(
                  functions.init,
                  vocabulary.address(),
                  arena.allocateFrom(gbnf),
                  arena.allocateFrom("root"));
      if (grammar.equals(MemorySegment.NULL)) {
        throw new IllegalArgumentException("not a grammar with the rule root:\n" + gbnf);
      }
      return new LlamaGrammar(functions, grammar);
    }
  }

  /** Those of the tokens that may come next, in their order. */
  int[] allowed(int[] tokens) {
    long size = LlamaLayouts.TOKEN_DATA.byteSize();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(LlamaLayouts.TOKEN_DATA, tokens.length);
      for (int i = 0; i < tokens.length; i++) {
        data.set(JAVA_INT, i * size, tokens[i]);
      }
      var candidates =
          new Struct(LlamaLayouts.TOKEN_DATA_ARRAY, arena.allocate(LlamaLayouts.TOKEN_DATA_ARRAY))
              .set("data", data)
              .set("size", (long) tokens.length)
              .set("selected", -1L);
      call(functions.apply, grammar, candidates.memory());
      int[] allowed = new int[tokens.length];
      int count = 0;
      for (int i = 0; i < tokens.length; i++) {
        if (data.get(JAVA_FLOAT, i * size + Integer.BYTES) == 0) {
          allowed[count++] = tokens[i];
        }
      }
      return Arrays.copyOf(allowed, count);
    }
  }

  /** Goes on with an allowed token. */
  void accept(int token) {
    call(functions.accept, grammar, token);
  }

  @Override
  public void close() {
    call(functions.free, grammar);
  }
}
