package ai.stt.config.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rules of ARCHITECTURE.md for everything under one root package. The same rules hold for the
 * house and are shown to fail on a planted copy of it.
 */
final class HouseRules {
  private static final List<String> ADAPTERS =
      List.of("http", "persistence", "inference", "documents", "outbound");
  private static final List<String> MODULES =
      List.of("speech", "platform", "plugin", "app", "http", "persistence", "inference", "config");

  private final String root;

  HouseRules(String root) {
    this.root = root;
  }

  /** Every rule by a name that says it. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("the vocabulary needs the JDK only", only("speech"));
    rules.put("accounts and money need the vocabulary only", only("platform", in("speech")));
    rules.put("the plugin API needs the vocabulary only", only("plugin", in("speech")));
    rules.put(
        "use cases need the domain, the plugin API and a logger",
        only("app", in("speech"), in("platform"), in("plugin"), "javax.crypto..", "org.slf4j.."));
    rules.put(
        "plugins need the vocabulary, the plugin API and a logger",
        only("model", in("speech"), in("plugin"), "org.slf4j.."));
    for (String adapter : ADAPTERS) {
      rules.put("the adapter " + adapter + " knows no other and no wiring", aloof(adapter));
    }
    rules.put("nobody but plugins knows plugins", pluginsAreUnknown());
    rules.put("engines and the plugin loader live in inference", enginesAtHome());
    rules.put("SQL and its drivers live in persistence", sqlAtHome());
    rules.put("native libraries are loaded in inference", nativesAtHome());
    rules.put("the environment is read in config", environmentAtHome());
    rules.put("secrets are not compared up to the first difference", secretsToTheEnd());
    for (String module : MODULES) {
      rules.put("the features of " + module + " form no cycle", noCycles(module));
    }
    rules.put("names say what a thing is", goodNames());
    rules.put("interfaces have no I in front", noHungarianInterfaces());
    rules.put("packages are named after features", goodPackages());
    rules.put("every package is null-marked", nullMarked());
    return rules;
  }

  private ArchRule only(String module, String... more) {
    String[] allowed =
        Stream.concat(
                Stream.of("java..", "org.jspecify.annotations..", in(module)), Stream.of(more))
            .toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(in(module))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }

  private ArchRule aloof(String adapter) {
    String[] others =
        Stream.concat(
                ADAPTERS.stream().filter(other -> !other.equals(adapter)), Stream.of("config"))
            .map(this::in)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(in(adapter))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  private ArchRule pluginsAreUnknown() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("model"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("model"));
  }

  private ArchRule enginesAtHome() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("inference"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.pf4j..",
            "org.bytedeco..",
            "java.lang.foreign..",
            "ai.onnxruntime..",
            "ai.djl..",
            "de.kherud..");
  }

  private ArchRule sqlAtHome() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("persistence"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.jdbi..",
            "org.postgresql..",
            "com.zaxxer.hikari..",
            "liquibase..");
  }

  private ArchRule nativesAtHome() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("inference"))
        .should()
        .callMethod(System.class, "load", String.class)
        .orShould()
        .callMethod(System.class, "loadLibrary", String.class)
        .orShould()
        .callMethod(Runtime.class, "load", String.class)
        .orShould()
        .callMethod(Runtime.class, "loadLibrary", String.class);
  }

  private ArchRule environmentAtHome() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in("config"))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class);
  }

  /** {@code MessageDigest.isEqual} looks at all bytes; these stop at the first that differs. */
  private ArchRule secretsToTheEnd() {
    return noClasses()
        .that()
        .haveNameMatching(".*[.$]\\w*(Secret|Password|ApiKeys)\\w*")
        .should()
        .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
        .orShould()
        .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
        .orShould()
        .callMethod(String.class, "contentEquals", CharSequence.class);
  }

  private ArchRule noCycles(String module) {
    return slices()
        .matching(root + "." + module + ".(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  /** JAX-RS calls what turns an exception into an answer a mapper. */
  private ArchRule goodNames() {
    return classes()
        .that(not(assignableTo("jakarta.ws.rs.ext.ExceptionMapper")))
        .should()
        .haveSimpleNameNotEndingWith("Impl")
        .andShould()
        .haveSimpleNameNotEndingWith("Port")
        .andShould()
        .haveSimpleNameNotEndingWith("UseCase")
        .andShould()
        .haveSimpleNameNotEndingWith("Mapper")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager");
  }

  private ArchRule noHungarianInterfaces() {
    return noClasses().that().areInterfaces().should().haveNameMatching(".*[.$]I[A-Z][a-z]\\w*");
  }

  private ArchRule goodPackages() {
    return noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..dto..", "..impl..", "..common..");
  }

  private ArchRule nullMarked() {
    return classes().that(resideInAPackage(root + "..")).should(beInANullMarkedPackage());
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package whose package-info says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + " is in a package without @NullMarked"));
      }
    };
  }

  private String in(String module) {
    return root + "." + module + "..";
  }
}
