package ai.stt.app.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An example for each rule, which no other rule finds as a whole; beside these some numbers that
 * are found because a word announces them.
 */
final class RulesTest {
  private final RedactText redact = new RedactText(text -> List.of());

  private void redacted(String text, String value, PiiType type) throws Exception {
    Redaction redaction = redact.redact(text.replace("#", value));
    assertThat(redaction.text()).isEqualTo(text.replace("#", "[" + type + "_1]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          US | It is #.                    | 536-90-4399
          US | Her SSN is #.               | 219 09 9999
          CA | It is #.                    | 046 454 286
          GB | It is #.                    | AB 12 34 56 C
          GB | The NHS number is #.        | 943 476 5919
          FR | C'est le #.                 | 1 84 07 75 116 001 43
          FR | C'est le #.                 | 1 85 03 2A 123 456 01
          FR | C'est le #.                 | 185032B12345628
          DE | Meine Steuer-ID ist #.      | 86 095 742 719
          ES | Es el #.                    | 12345678Z
          ES | Es el #.                    | X-1234567-L
          IT | È #.                        | RSSMRA85T10A562S
          NL | Mijn BSN is #.              | 111222333
          PL | To jest #.                  | 44051401359
          CH | Sie lautet #.               | 756.9217.6849.82
          BR | É #.                        | 529.982.247-25
          AR | Es #.                       | 20-12345678-6
          MX | Es #.                       | GOMC850101HDFMRL09
          IN | It is #.                    | 2341 2341 2346
          IN | The Aadhaar is #.           | 499918237459
          IN | It is #.                    | ABCPE1234F
          CN | 号码是#。                      | 11010519491231002X
          RU | Это #.                      | 112-233-445 95
          RU | Мой ИНН #.                  | 500100732259
          RU | Паспорт #.                  | 4509 123456
          TR | Numara #.                   | 12345678950
          ZA | It is #.                    | 800101 5009 087
          AU | The tax file number is #.   | 876 543 210
          AU | My Medicare card says #.    | 2123 45670 1
          AU | My Medicare card says #.    | 2950 63799 1/2
          ID | NIK saya #.                 | 317502 410785 0001
          KR | 제 번호는 # 입니다.              | 900101-1234567
          JP | マイナンバーは#です。              | 1234 5678 9018
          JP | マイナンバーは#です。              | 123456789018
          -- | The passport is #.          | X12345678
          -- | Her driver's license is #.  | D1234567
          """)
  void nationalNumbersAreFound(String country, String text, String value) throws Exception {
    assertThat(country).hasSize(2);
    redacted(text, value, PiiType.NATIONAL_ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          It is 046 454 287.
          It is 12345678951 or 12345678960.
          It is 800101 5009 088.
          The tax file number is 876 543 211.
          Medicare? 2123 45671 1.
          Es 20-12345678-7.
          Es el 12345678A.
          It is 2341 2341 2347.
          C'est le 185032B12345629.
          NIK saya 317502 991385 0001.
          """)
  void whatFailsItsCheckIsNone(String text) throws Exception {
    assertThat(redact.redact(text).found()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EMAIL         | Write to #.                 | ada@example.org
          EMAIL         | Write to #, please.         | ada dot l at example dot org
          EMAIL         | Write to #, please.         | ada (at) example (dot) org
          URL           | See #.                      | https://example.org/a?b=c
          URL           | See #.                      | www.example.org
          IP_ADDRESS    | It is #.                    | 10.20.30.40
          IP_ADDRESS    | It is #.                    | 2001:db8::1
          IP_ADDRESS    | It is #.                    | ::ffff:10.0.0.1
          CARD          | It is #.                    | 4111 1111 1111 1111
          CARD          | It is #.                    | 3782 822463 10005
          IBAN          | It is #.                    | DE89 3704 0044 0532 0130 00
          IBAN          | It is #.                    | gb82west12345698765432
          PHONE         | Call #.                     | 555 0123
          PHONE         | 电话#。                       | 010 1234567
          DATE_OF_BIRTH | She was born on #.          | 1984-07-03
          DATE_OF_BIRTH | She was born on #.          | 3 July 1984
          DATE_OF_BIRTH | She was born on #.          | July 3rd, 1984
          DATE_OF_BIRTH | Sie ist am # geboren.       | 3.7.1984
          DATE_OF_BIRTH | Elle est née le #.          | 3 juillet 1984
          DATE_OF_BIRTH | 出生于#。                     | 1984年7月3日
          ADDRESS       | He lives at # now.          | 12 North Main Street
          ADDRESS       | Write to #.                 | P.O. Box 1234
          ADDRESS       | The code is #.              | SW1A 1AA
          ADDRESS       | Er wohnt in der #.          | Lange Straße 12
          ADDRESS       | Il habite #.                | 12 bis rue de la Paix
          ADDRESS       | Vive en #.                  | calle Mayor 12
          ADDRESS       | Он живёт на #.              | ул. Ленина, д. 12
          ADDRESS       | 他住在#。                     | 南京路100号
          """)
  void whateverElseTellsWhoSomebodyIsIsFound(PiiType type, String text, String value)
      throws Exception {
    redacted(text, value, type);
  }
}
