package ai.stt.inference.catalog.convert;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.FetchListener.Stage;
import ai.stt.inference.tensor.CTranslate2File;
import ai.stt.inference.tensor.GgmlWriter;
import ai.stt.inference.tensor.UnreadableFileException;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns a folder of faster-whisper ({@code model.bin} of CTranslate2) or of transformers ({@code
 * model.safetensors}), with its tokenizer, into a ggml file of whisper.cpp: for OpenAI's models the
 * official file, byte for byte. Float32 and bfloat16 matrices become float16, as whisper.cpp's own
 * converter does; OpenAI's weights were float16 from the start, so that loses nothing of theirs.
 */
public final class WhisperConverter {
  private static final String CTRANSLATE2 = "model.bin";
  private static final int BUFFER_BYTES = 1 << 20;

  private WhisperConverter() {}

  /** Whether the folder holds weights of such a kind. */
  public static boolean handles(Path folder) {
    return ofCTranslate2(folder) || TransformersWhisper.handles(folder);
  }

  /** Bytes of the folder's weights. */
  public static long size(Path folder) throws IOException {
    return ofCTranslate2(folder)
        ? Files.size(folder.resolve(CTRANSLATE2))
        : TransformersWhisper.size(folder);
  }

  private static boolean ofCTranslate2(Path folder) {
    return Files.isRegularFile(folder.resolve(CTRANSLATE2));
  }

  /**
   * Converts the folder into a new file, in bounded memory.
   *
   * @return the model's dimensions
   * @throws UnreadableFileException when the folder is not a Whisper model of a kind that can be
   *     converted; the message says why
   * @throws SpeechException {@code CANCELED}
   */
  public static WhisperShape convert(Path folder, Path target, FetchListener listener)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      WhisperSource tensors =
          ofCTranslate2(folder)
              ? new WhisperTensors(CTranslate2File.read(folder.resolve(CTRANSLATE2), arena))
              : TransformersWhisper.read(folder, arena);
      WhisperShape shape = tensors.shape();
      shape.check();
      List<Placed> placed = tensors.inOrder(shape);
      byte[][] vocabulary = WhisperVocabulary.read(folder, shape.multilingual());
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(target), BUFFER_BYTES)) {
        var ggml = new GgmlWriter(out);
        WhisperGgml.writeHeader(ggml, shape, vocabulary);
        write(ggml, placed, listener);
      }
      return shape;
    }
  }

  private static void write(GgmlWriter ggml, List<Placed> placed, FetchListener listener)
      throws IOException {
    long total = placed.stream().mapToLong(Placed::bytes).sum();
    long done = 0;
    for (Placed tensor : placed) {
      if (listener.canceled()) {
        throw new SpeechException(ErrorCode.CANCELED, "The conversion was called off.");
      }
      ggml.tensor(tensor.name(), tensor.type(), tensor.shape(), tensor.data());
      done += tensor.bytes();
      listener.progress(Stage.CONVERTING, done, total);
    }
  }
}
