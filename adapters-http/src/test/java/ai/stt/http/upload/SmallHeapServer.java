package ai.stt.http.upload;

import ai.stt.http.testing.ServerOptions;
import ai.stt.http.testing.TestServer;
import java.io.PrintStream;
import java.nio.file.Path;

/** A server for a process of its own; it ends with its standard input. */
final class SmallHeapServer {
  private SmallHeapServer() {}

  /** Starts in the folder named by the first argument and prints the port. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    try (TestServer server = new ServerOptions(Path.of(args[0])).maxUploadBytes(4L << 30).start()) {
      out.println("port " + server.port());
      while (System.in.read() >= 0) {
        out.println("input is ignored");
      }
    }
  }
}
