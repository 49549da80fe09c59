package ai.stt.inference.media.child;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** Starts the decoding child. Standard output belongs to the protocol alone. */
public final class DecoderMain {
  private DecoderMain() {}

  /** Serves until the host is gone; any failure ends the process with a stack trace on stderr. */
  @SuppressWarnings("SystemExitOutsideMain") // halt: threads in native code must not delay the end
  public static void main(String[] args) {
    var in = new FileInputStream(FileDescriptor.in);
    var out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    try {
      new ChildLoop(in, out, new FfmpegDecoding()).run();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
