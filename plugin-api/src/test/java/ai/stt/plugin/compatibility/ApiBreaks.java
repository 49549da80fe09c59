package ai.stt.plugin.compatibility;

import static japicmp.model.JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE;
import static japicmp.model.JApiCompatibilityChangeType.METHOD_NEW_DEFAULT;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiField;
import japicmp.model.JApiHasChangeStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What of an API's changes breaks a plugin that was built before, by japicmp's rules. */
final class ApiBreaks {
  /** Plugins only call these, so they may grow. */
  private static final Set<String> LENT_BY_THE_HOST =
      Set.of(
          "ai.stt.plugin.PluginContext",
          "ai.stt.plugin.transcription.TranscriptionListener",
          "ai.stt.plugin.diarization.DiarizationListener",
          "ai.stt.plugin.generation.GenerationListener");

  private ApiBreaks() {}

  /** One sentence for each break; empty when every plugin runs as before. */
  static List<String> between(Path before, Path now) {
    var options = new JarArchiveComparatorOptions();
    options.setAccessModifier(AccessModifier.PROTECTED);
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    List<JApiClass> classes =
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(before.toFile(), "before"),
                new JApiCmpArchive(now.toFile(), "now"));
    List<String> breaks = new ArrayList<>();
    for (JApiClass type : classes) {
      String name = type.getFullyQualifiedName();
      collect(name, name, type.getCompatibilityChanges(), breaks);
      collect(name, name, type.getSuperclass().getCompatibilityChanges(), breaks);
      type.getInterfaces()
          .forEach(each -> collect(name, name, each.getCompatibilityChanges(), breaks));
      for (JApiField field : type.getFields()) {
        collect(name, name + "." + field.getName(), field.getCompatibilityChanges(), breaks);
      }
      Stream.concat(type.getMethods().stream(), type.getConstructors().stream())
          .forEach(method -> collect(name, method(name, method), changes(method), breaks));
    }
    return breaks.stream().distinct().sorted().toList();
  }

  private static String method(String name, JApiBehavior method) {
    return name + "." + method.getName() + "(" + method.getParameters().size() + ")";
  }

  private static List<JApiCompatibilityChange> changes(JApiBehavior method) {
    return ((JApiHasChangeStatus) method).getChangeStatus() == null
        ? List.of()
        : method.getCompatibilityChanges();
  }

  private static void collect(
      String type, String where, List<JApiCompatibilityChange> changes, List<String> breaks) {
    for (JApiCompatibilityChange change : changes) {
      boolean breaking = !change.isBinaryCompatible() || !change.isSourceCompatible();
      if (breaking && !allowed(type, change)) {
        breaks.add(where + ": " + change.getType());
      }
    }
  }

  private static boolean allowed(String type, JApiCompatibilityChange change) {
    if (change.getType() == METHOD_NEW_DEFAULT) {
      return true; // how capabilities grow
    }
    boolean lent = type.startsWith("ai.stt.plugin.engine.") || LENT_BY_THE_HOST.contains(type);
    return lent && change.getType() == METHOD_ADDED_TO_INTERFACE;
  }
}
