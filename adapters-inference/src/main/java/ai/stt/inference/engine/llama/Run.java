package ai.stt.inference.engine.llama;

import ai.stt.plugin.engine.LlamaEnd;
import ai.stt.plugin.engine.LlamaListener;
import ai.stt.plugin.engine.LlamaRequest;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way: the loop writes, and tells the caller's thread, which waits. Fields without
 * {@code final} belong to the loop's thread.
 */
final class Run {
  private final LlamaRequest request;
  private final IntPredicate ends;
  private final IntFunction<byte[]> pieces;
  private final @Nullable LlamaGrammar grammar;
  private final TokenChoice choice;
  private final PieceText text = new PieceText();

  /** Bounded by the length of the answer. */
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();

  private int written;
  private volatile boolean canceled;

  /**
   * A run.
   *
   * @param ends whether an answer ends with a token
   * @param pieces the bytes that a token stands for
   */
  Run(
      LlamaRequest request,
      IntPredicate ends,
      IntFunction<byte[]> pieces,
      @Nullable LlamaGrammar grammar) {
    this.request = request;
    this.ends = ends;
    this.pieces = pieces;
    this.grammar = grammar;
    this.choice = new TokenChoice(request, ends, grammar);
  }

  private sealed interface News {
    record Piece(String text) implements News {}

    record End(LlamaEnd end) implements News {}

    record Failure(SpeechException reason) implements News {}
  }

  int[] prompt() {
    return request.prompt();
  }

  /** The most tokens that it may come to know. */
  int reach() {
    return request.prompt().length + request.maxTokens();
  }

  boolean urgent() {
    return request.urgent();
  }

  boolean canceled() {
    return canceled;
  }

  void cancel() {
    canceled = true;
  }

  /**
   * Chooses and tells the next token.
   *
   * @param knownTokens of the prompt, for the end
   * @return the token, or -1 when the answer has ended
   */
  int next(float[] logits, int knownTokens) {
    int token = choice.next(logits);
    if (ends.test(token)) {
      end(LlamaEnd.Reason.DONE, knownTokens);
      return -1;
    }
    written++;
    String piece = text.add(pieces.apply(token));
    if (!piece.isEmpty()) {
      news.add(new News.Piece(piece));
    }
    if (written == request.maxTokens()) {
      end(LlamaEnd.Reason.LENGTH, knownTokens);
      return -1;
    }
    return token;
  }

  private void end(LlamaEnd.Reason reason, int knownTokens) {
    news.add(new News.End(new LlamaEnd(reason, request.prompt().length, knownTokens, written)));
  }

  void fail(ErrorCode code, String sentence, @Nullable Exception cause) {
    news.add(new News.Failure(new SpeechException(code, sentence, cause)));
  }

  /** Frees what it holds; the loop does not touch it any more. */
  void release() {
    if (grammar != null) {
      grammar.close();
    }
  }

  /**
   * Waits, and tells the listener on the way.
   *
   * @param leave is told when the caller does not wait any more
   */
  LlamaEnd await(LlamaListener listener, Consumer<Run> leave) throws InterruptedException {
    int told = 0;
    try {
      while (true) {
        switch (news.take()) {
          case News.Piece(String piece) -> {
            told++;
            if (!listener.piece(piece)) {
              return new LlamaEnd(LlamaEnd.Reason.LISTENER, request.prompt().length, 0, told);
            }
          }
          case News.End(LlamaEnd end) -> {
            return end;
          }
          case News.Failure(SpeechException reason) -> throw reason;
        }
      }
    } finally {
      leave.accept(this);
    }
  }
}
