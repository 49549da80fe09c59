package ai.stt.app.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromptsTest {
  private static final List<String> TASKS =
      List.of(
          "action_items answer before blog_post chapter_markers entities flashcards key_quotes meeting_notes newsletter notes podcast_show_notes questions quiz sentiment show_notes social_linkedin social_media social_twitter study_guide summary-brief summary-bullet_points summary-detailed summary-headline system topics wish"
              .split(" "));
  private static final Pattern BLANK = Pattern.compile("\\{\\{.*?}}");

  @Test
  void everyLanguageHasEveryTaskWithItsBlanks() throws Exception {
    assertThat(TextLanguage.all()).hasSize(8);
    for (String language : TextLanguage.all()) {
      for (String task : TASKS) {
        assertThat(blanks(text(language, task)))
            .as("%s %s", language, task)
            .containsExactlyInAnyOrderElementsOf(blanks(text("en", task)));
      }
      assertThat(text(language, "answer")).contains("NOT_FOUND", "[2]");
      assertThat(text(language, "system")).contains("<text>", "</text>");
      assertThat(text(language, "sentiment"))
          .contains("positive", "neutral", "negative", "mixed", "JSON");
    }
  }

  private static List<String> blanks(String text) {
    return BLANK.matcher(text).results().map(MatchResult::group).toList();
  }

  private static String text(String language, String task) throws Exception {
    String path = "prompts/%s/%s/%s.txt".formatted(Prompts.VERSION, language, task);
    try (InputStream in = Prompts.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void noPromptNamesTheLanguageThatWasGuessed() throws Exception {
    String names = "(?i).*(deutsch|français|español|italiano|português|русск|中文).*";
    for (String language : TextLanguage.all()) {
      assertThat(text(language, "system").lines()).as(language).noneMatch(l -> l.matches(names));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en | Speaker 1: We must repair the bridge by Friday. Speaker 2: Who is to pay for it?
          de | Speaker 1: Wir müssen die Brücke bis Freitag reparieren. Speaker 2: Und wer soll das bezahlen?
          fr | Nous devons réparer le pont pour vendredi. Et qui va payer pour les travaux ?
          es | Tenemos que reparar el puente para el viernes. ¿Y quién lo va a pagar? No es barato.
          it | Dobbiamo riparare il ponte entro venerdì. E chi paga per il lavoro? Non è poco.
          pt | Temos de reparar a ponte até sexta-feira. E quem é que paga? Não é barato para a vila.
          ru | Мы должны починить мост до пятницы. А кто это оплатит? Это был вопрос.
          zh | 我们必须在星期五之前修好这座桥。谁来付钱？
          en | 橋を金曜日までに直さなければなりません。だれが払いますか。
          en | Ми повинні полагодити міст до п'ятниці. А хто це оплатить? Її немає.
          en | Трябва да поправим моста до петък. А кой ще го плати? Това беше въпросът. Съветът ще реши.
          en | Бид гүүрийг баасан гараг гэхэд засах ёстой. Хэн үүний төлбөрийг төлөх вэ? Энэ бол асуулт.
          en | Hem de reparar el pont per divendres. I qui ho pagarà? No és barat per al poble, i la feina és dura.
          en | Temos que reparar a ponte para o venres. E quen o vai pagar? Non é barato para unha vila.
          en | Trebuie să reparăm podul până vineri. Și cine o să plătească? Nu este ieftin pentru sat.
          ru | Мост закрыт, сказали мы. Цитата: «немає». А потом был вопрос, кто бы всё это оплатил из выборных.
          en | Musimy naprawić most do piątku. A kto za to zapłaci?
          en | 12345 67890
          """)
  void aTextChoosesThePromptsOfItsLanguage(String language, String text) {
    assertThat(TextLanguage.of(text)).isEqualTo(language);
  }

  @ParameterizedTest
  @CsvSource({"de, de", "zh, zh", "yue, zh", "ca, en", "jw, en", "'', en"})
  void aLanguageWithoutPromptsHasThoseInEnglish(String language, String prompts) throws Exception {
    assertThat(Prompts.in(language).system()).isEqualTo(text(prompts, "system").strip());
  }
}
