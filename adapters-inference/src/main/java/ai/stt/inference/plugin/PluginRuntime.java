package ai.stt.inference.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;

/**
 * PF4J with our door instead of its plugin-first class loader, and our entry class instead of its
 * own. PF4J keeps one plugin of an id, while here the old version stays until its last work ends;
 * so every loaded version has a runtime to itself.
 */
final class PluginRuntime extends DefaultPluginManager {
  /** So that no two class loaders have the same name, by which their threads are told apart. */
  private static final AtomicLong LOADED = new AtomicLong();

  /**
   * An empty runtime.
   *
   * @param root a folder that holds no plugin
   */
  PluginRuntime(Path root) {
    super(root);
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path folder) {
        return Files.isRegularFile(folder.resolve(PluginManifest.FILE));
      }

      @Override
      public PluginDescriptor find(Path folder) {
        return descriptor(folder);
      }
    };
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path folder) {
        return Files.isDirectory(folder);
      }

      @Override
      public ClassLoader loadPlugin(Path folder, PluginDescriptor descriptor) {
        try {
          return DoorClassLoader.of(
              "plugin:%s@%s#%d"
                  .formatted(
                      descriptor.getPluginId(), descriptor.getVersion(), LOADED.incrementAndGet()),
              folder);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> HostedPlugin.create(wrapper);
  }

  private static PluginDescriptor descriptor(Path folder) {
    try (InputStream in = Files.newInputStream(folder.resolve(PluginManifest.FILE))) {
      PluginManifest manifest = PluginManifest.read(in);
      return new DefaultPluginDescriptor(
          manifest.id(),
          manifest.description(),
          manifest.entryClass(),
          manifest.version(),
          "*",
          manifest.provider(),
          manifest.license());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
