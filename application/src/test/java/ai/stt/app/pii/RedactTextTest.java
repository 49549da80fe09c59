package ai.stt.app.pii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactTextTest {
  private final RedactText redact = new RedactText(text -> List.of());

  @Test
  void theSameThingHasTheSamePlaceholderHoweverItIsWritten() throws Exception {
    String text =
        "Ask ADA@example.org, bob@example.org or ada@example.org; card 4111 1111 1111 1111 and 4111111111111111.";
    assertThat(redact.redact(text).text())
        .isEqualTo("Ask [EMAIL_1], [EMAIL_2] or [EMAIL_1]; card [CARD_1] and [CARD_1].");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          card 4111 1111 1111 1111 12/26 | card [CARD_1] 12/26
          card 4111 1111 1111 1111 12/26 123 | card [CARD_1] 12/26 123
          card 4111 1111 1111 1111 123, then | card [CARD_1] 123, then
          number 2 4111 1111 1111 1111 now | number 2 [CARD_1] now
          2 4111-1111-1111-1111 12 26 123 | 2 [CARD_1] 12 26 123
          4111111111111111 1226 123 | [CARD_1] 1226 123
          41111111111111111226 | [CARD_1]1226
          4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 and | [CARD_1] and
          3782 822463 10005 1234 | [CARD_1] 1234
          5555 5555 5555 4444 or 4111 1111 1111 1111 12 | [CARD_1] or [CARD_2] 12
          years 2021 2022 2023 2024 2025 | years 2021 2022 2023 2024 2025
          4111 1111 1111 1112 12/26 | 4111 1111 1111 1112 12/26
          4111, 1111, 1111, 1111, 12/26, 123 | [CARD_1], 12/26, 123
          They were 12, 4111, 1111, 1111, 1111 | They were 12, [CARD_1]
          4111, 1111, 1111, 1112 | 4111, 1111, 1111, 1112
          9111, 1111, 1111, 1111, 1111 | 9111, 1111, 1111, 1111, 1111
          41, 11, 11, 11, 11, 11, 11, 11 | 41, 11, 11, 11, 11, 11, 11, 11
          4111 or 1111 or 1111 or 1111 | 4111 or 1111 or 1111 or 1111
          4111 --- 1111 --- 1111 --- 1111 | 4111 --- 1111 --- 1111 --- 1111
          """)
  void aCardIsFoundAmongOtherNumbers(String text, String redacted) throws Exception {
    assertThat(redact.redact(text).text()).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661", // Arabic
        "\u096A\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967\u0967", // Devanagari
        "\uFF14\uFF11\uFF11\uFF11\u3000\uFF11\uFF11\uFF11\uFF11\u3000\uFF11\uFF11\uFF11\uFF11\u3000\uFF11\uFF11\uFF11\uFF11", // full width
        "\uD835\uDFD2\uD835\uDFCF\uD835\uDFCF\uD835\uDFCF 1111 1111 1111", // beyond 16 bits
        "4111\u00A01111\u20111111\u200B1111", // spaces, hyphens, and what cannot be seen
        "4111\u200B\u200B1111\u2060\u00AD\u200B11111111", // more than one of the latter
        "4111\u200F 1111 \u200F1111\u200F\u200E \u200F\u200E1111", // beside spaces
        "4111, 1111, 1111, 1111",
        "4111. 1111. 1111. 1111",
        "4111 - 1111 - 1111 - 1111",
        "4111  1111\t1111\n1111",
      })
  void digitsOfEveryScriptAreDigits(String card) throws Exception {
    String text = "\uD83D\uDE00 " + card + " \u0661\u0662. 4111 1111 1111 1111, ada@example.org";
    Redaction redaction = redact.redact(text);
    assertThat(redaction.text())
        .isEqualTo("\uD83D\uDE00 [CARD_1] \u0661\u0662. [CARD_1], [EMAIL_1]");
    assertThat(text.substring(3)).startsWith(card);
    assertThat(redaction.found().getFirst())
        .isEqualTo(new PiiSpan(PiiType.CARD, 3, 3 + card.length()));
  }

  @Test
  void anAccountIsFoundWhateverStandsInItThatCannotBeSeen() throws Exception {
    String account = "DE89\u200B\u200B3704 \u200E0044\u200F\u200F 0532\u00AD0130\u200B00";

    assertThat(redact.redact("It is \u200F" + account + "\u200F.").text())
        .isEqualTo("It is \u200F[IBAN_1]\u200F.");
  }

  @Test
  void phonesAndNationalNumbersAreFoundInTheDigitsOfEveryScript() throws Exception {
    assertThat(
            redact
                .redact("هاتف \u0660\u0661\u0662 \u0663\u0664\u0665 \u0666\u0667\u0668\u0669")
                .text())
        .isEqualTo("هاتف [PHONE_1]");
    assertThat(
            redact
                .redact(
                    "मेरा आधार \u0968\u0969\u096A\u096B \u096C\u096D\u096E\u096F \u0966\u0967\u0968\u096A")
                .text())
        .isEqualTo("मेरा आधार [NATIONAL_ID_1]");
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

  /** Seconds, on a slow machine too; a rule that looks at each pair of places never ends. */
  @Test
  @Timeout(180)
  void longTextsInWhichManyRulesBeginComeToAnEnd() throws Exception {
    redact.redact("1234567890 ".repeat(50_000));
    redact.redact("a.".repeat(100_000));
    redact.redact("Aa Bb-".repeat(100_000));
    redact.redact("A-".repeat(200_000));
    redact.redact("1 rue A-B C-D E-F ".repeat(20_000));
    String last = "1:".repeat(100_000);
    assertThat(redact.redact(last).text()).isEqualTo(last);
  }
}
