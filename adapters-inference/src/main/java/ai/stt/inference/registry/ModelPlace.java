package ai.stt.inference.registry;

import ai.stt.inference.plugin.LoadedPlugin;
import ai.stt.plugin.Model;
import ai.stt.plugin.ModelOffer;

/** Where the models of plugins are loaded. */
public interface ModelPlace {
  /** In this process, as the plugins do it. */
  ModelPlace HERE =
      new ModelPlace() {
        @Override
        public <M extends Model> ModelOffer<M> offer(LoadedPlugin plugin, ModelOffer<M> offer) {
          return offer;
        }
      };

  /** The same offer, whose model is loaded there. */
  <M extends Model> ModelOffer<M> offer(LoadedPlugin plugin, ModelOffer<M> offer);
}
