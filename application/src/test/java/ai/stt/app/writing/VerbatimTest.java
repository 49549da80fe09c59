package ai.stt.app.writing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerbatimTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          We must ask the US office.     | US        | US
          Tell us that the US paid.      | US        | US
          We went to a party for art.    | art       | art
          The year 2025 had 20 of them.  | 20        | 20
          Das Straßenfest in der Straße. | straße    | Straße
          Он сказал: рассказал он.       | сказал    | сказал
          "It's late," he said.          | It’s LATE | It's late
          我们在北京开会。                   | 北京       | 北京
          東京でケーキを食べた。               | 東京       | 東京
          서울에서 만났다.                  | 서울       | 서울
          เราไปกรุงเทพเมื่อวาน              | กรุงเทพ    | กรุงเทพ
          سافرنا إلى والقاهرة              | القاهرة    | القاهرة
          """)
  void whatIsSaidIsFoundWhereItIsAWord(String text, String copied, String found) {
    Verbatim.Place place = new Verbatim(text).find(copied, 0).orElseThrow();
    assertThat(text.substring(place.start(), place.end())).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "art, a party here",
    "US, we must go",
    "he, the end",
    "caf, the café",
    "cafe, a cafe\u0301",
    "20, in 2025",
    "القا, القاهرة"
  })
  void aPartOfAWordIsNotSaid(String copied, String text) {
    assertThat(new Verbatim(text).says(copied)).isFalse();
  }

  @Test
  void theWordBehindAPlaceIsPreferred() {
    var said = new Verbatim("Ada came. Must Ada go? Adam too.");
    assertThat(said.find("Ada", 5)).contains(new Verbatim.Place(15, 18));
    assertThat(said.find("Ada", 20)).contains(new Verbatim.Place(0, 3));
  }
}
