package ai.stt.inference.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {
  @ParameterizedTest
  @CsvSource({
    "cannot open /srv/stt/models/base.bin: too short,cannot open base.bin: too short",
    "cannot open '/srv/a/base.bin',cannot open 'base.bin'",
    "cannot open C:\\stt\\models\\base.bin now,cannot open base.bin now",
    "read and/or write failed at https://example.org/a/b,read and/or write failed at https://example.org/a/b",
    "nothing to hide here,nothing to hide here",
  })
  void theFoldersOfPathsAreNotTold(String message, String told) {
    assertThat(Reason.of(new IllegalStateException(message))).isEqualTo(told);
  }

  @Test
  void aMessageOfOneWordIsToldWithItsKind() {
    assertThat(Reason.of(new NoSuchFileException("/srv/models/base.bin")))
        .isEqualTo("NoSuchFileException: base.bin");
    assertThat(Reason.of(new StackOverflowError())).isEqualTo("StackOverflowError");
  }

  @Test
  void onlyTheFirstLineAndAtMostThreeHundredCharactersAreTold() {
    assertThat(Reason.of(new IllegalStateException("\n first line \n at Foo.java:3")))
        .isEqualTo("first line");
    assertThat(Reason.of(new IllegalStateException("long ".repeat(1000)))).hasSize(303);
  }

  @Test
  void anExceptionWhoseMessageThrowsIsToldByItsKind() {
    class Nasty extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException("no message for you");
      }
    }
    assertThat(Reason.of(new Nasty())).isEqualTo("Nasty");
  }
}
