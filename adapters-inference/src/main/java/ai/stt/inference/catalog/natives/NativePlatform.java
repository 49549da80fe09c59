package ai.stt.inference.catalog.natives;

/** The machine that this program runs on, as far as native libraries go. */
public final class NativePlatform {
  private NativePlatform() {}

  /** Its name, such as {@code linux-x86_64}. */
  public static String here() {
    return NativeLibrary.platformHere();
  }
}
