package ai.stt.inference.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static Throwable sent(Throwable failure) {
    var out = new WireOut(null, WireOut.Lender.NOTHING);
    Failures.write(out, failure, each -> 0);
    return Failures.read(new WireIn(ByteBuffer.wrap(out.content()), null), number -> null);
  }

  @Test
  void kindsWhoseCauseNobodyMaySetComeWithTheirKindAndTheirCause() {
    Throwable broken = sent(new ExceptionInInitializerError(new IllegalStateException("no lib")));
    assertThat(broken).isInstanceOf(ExceptionInInitializerError.class);
    assertThat(broken.getSuppressed())
        .singleElement()
        .isInstanceOf(IllegalStateException.class)
        .extracting(Throwable::getMessage)
        .isEqualTo("no lib");

    Throwable missing = sent(new ClassNotFoundException("x.Y", new IOException("the disk")));
    assertThat(missing).isInstanceOf(ClassNotFoundException.class).hasMessage("x.Y");
    assertThat(missing.getSuppressed()).singleElement().isInstanceOf(RemoteFailure.class);
  }
}
