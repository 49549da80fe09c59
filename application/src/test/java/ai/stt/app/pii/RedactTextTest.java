package ai.stt.app.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RedactTextTest {
  private final RedactText redact = new RedactText(text -> List.of());

  @Test
  void theSameThingHasTheSamePlaceholderHoweverItIsWritten() throws Exception {
    String text =
        "Ask ADA@example.org, bob@example.org or ada@example.org; card 4111 1111 1111 1111 and 4111111111111111.";
    assertThat(redact.redact(text).text())
        .isEqualTo("Ask [EMAIL_1], [EMAIL_2] or [EMAIL_1]; card [CARD_1] and [CARD_1].");
  }

  @Test
  void placesPointAtTheTextExactly() throws Exception {
    String text = "😀 שלום ada@example.org \uFFFD 10.0.0.1";
    List<PiiSpan> found = redact.redact(text).found();
    assertThat(found)
        .extracting(span -> span.type() + " " + text.substring(span.start(), span.end()))
        .containsExactly("EMAIL ada@example.org", "IP_ADDRESS 10.0.0.1");
  }

  @Test
  void ofOverlapsEverythingThatAnyRuleFoundIsTaken() throws Exception {
    PiiRule phones = text -> List.of(new PiiSpan(PiiType.PHONE, 5, 12));
    String text = "Mail 1234567@example.org now";
    Redaction redaction = new RedactText(phones).redact(text);
    assertThat(redaction.text()).isEqualTo("Mail [EMAIL_1] now");
    PiiRule wide = all -> List.of(new PiiSpan(PiiType.ADDRESS, 0, 9));
    Redaction both = new RedactText(wide).redact(text);
    assertThat(both.found()).containsExactly(new PiiSpan(PiiType.EMAIL, 0, 24));
    assertThat(both.text()).isEqualTo("[EMAIL_1] now");
  }

  @Test
  void aTextWithoutAnythingStaysAsItIs() throws Exception {
    String text = "Nothing to see here, 12:30 is the time and 3.14 the number.";
    assertThat(redact.redact(text)).isEqualTo(new Redaction(text, List.of()));
    assertThat(redact.redact("x".repeat(1_000_000)).found()).isEmpty();
  }

  @Test
  void nothingIsLostOrFoundTwiceWhereTheWindowsMeet() throws Exception {
    for (int before = 65_500; before < 65_560; before += 10) {
      String text = "x ".repeat(before / 2) + "card 4111 1111 1111 1111, mail ada@example.org.";
      assertThat(redact.redact(text).text()).endsWith("card [CARD_1], mail [EMAIL_1].");
    }
  }

  @Test
  void whoIsInterruptedStops() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> redact.redact("a text")).isInstanceOf(InterruptedException.class);
  }

  @Test
  void aLongTextOfDigitsTakesNoLongerThanItsLengthAsksFor() throws Exception {
    String digits = "1234567890 ".repeat(50_000);
    long start = System.nanoTime();
    redact.redact(digits);
    redact.redact("a.".repeat(100_000));
    redact.redact("Aa Bb-".repeat(100_000));
    redact.redact("A-".repeat(200_000));
    redact.redact("1 rue A-B C-D E-F ".repeat(20_000));
    redact.redact("1:".repeat(100_000));
    assertThat((System.nanoTime() - start) / 1_000_000_000L).isLessThan(20);
  }
}
