package ai.stt.model.pyannote;

import ai.stt.app.catalog.FetchListener;
import ai.stt.app.catalog.ModelStore;
import ai.stt.inference.catalog.FolderModelStore;
import ai.stt.inference.catalog.JsonCatalog;
import ai.stt.inference.engine.onnx.OnnxEngine;
import ai.stt.plugin.InstalledModel;
import ai.stt.plugin.PluginContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A host whose weights are fetched once into {@code STT_HOME} (else {@code ~/.stt}). */
record RealWeights(List<InstalledModel> installed) implements PluginContext {
  private static final OnnxEngine ENGINE = new OnnxEngine(2);

  static RealWeights host() throws Exception {
    Path home =
        Optional.ofNullable(System.getenv("STT_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".stt"));
    ModelStore store = new FolderModelStore(home, new JsonCatalog());
    return new RealWeights(
        List.of(
            store.pull("segmentation-3.0", false, FetchListener.none()),
            store.pull("campplus-zh-en", false, FetchListener.none())));
  }

  @Override
  public <E> E engine(Class<E> type) {
    return type.cast(ENGINE);
  }

  @Override
  public List<InstalledModel> installedModels(String family) {
    return installed.stream().filter(model -> model.family().equals(family)).toList();
  }
}
