package ai.stt.persistence.database;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL refuses to run as root, which is what many containers are. A user namespace without a
 * mapping makes root nobody while files stay as they are; where the kernel forbids that, the
 * programs run as user 65534, to whom the data folder is given. Everybody else runs them plainly.
 */
final class Unprivileged {
  private static final Unprivileged PLAINLY = new Unprivileged("", List.of());
  private static final Unprivileged IN_NAMESPACE =
      new Unprivileged("root", List.of("unshare", "-U"));
  private static final Unprivileged AS_NOBODY =
      new Unprivileged(
          "65534", List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
  private static final int PROBE_SECONDS = 5;

  private final String owner;
  private final List<String> prefix;

  private Unprivileged(String owner, List<String> prefix) {
    this.owner = owner;
    this.prefix = prefix;
  }

  /**
   * The way that works here.
   *
   * @throws SpeechException {@code DEPENDENCY_FAILED} for a root that can give up its rights in no
   *     known way
   */
  static Unprivileged here() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return PLAINLY;
    }
    for (Unprivileged way : List.of(IN_NAMESPACE, AS_NOBODY)) {
      if (way.works()) {
        return way;
      }
    }
    throw new SpeechException(
        ErrorCode.DEPENDENCY_FAILED,
        "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here; run as another user or"
            + " configure the URL of a database");
  }

  /** The command line that runs the given one. */
  List<String> command(List<String> bare) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(bare);
    return command;
  }

  /** Makes a folder and all in it belong to the user that the programs run as. */
  void own(Path folder) throws IOException {
    if (!owner.isEmpty()) {
      var users = folder.getFileSystem().getUserPrincipalLookupService();
      FileTrees.giveTo(folder, users.lookupPrincipalByName(owner));
    }
  }

  private boolean works() {
    Process probe = null;
    try {
      probe =
          new ProcessBuilder(command(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (probe != null) {
        probe.destroyForcibly();
      }
    }
  }
}
