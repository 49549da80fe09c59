package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers that no plan knows but that a word before them makes phone numbers. */
final class SpokenOfPhones implements PiiRule {
  private static final Pattern NUMBER =
      Matches.pattern(
          "(?<![A-Za-z0-9_.])(?:\\+|\\(\\+?)?\\d(?:[ ().\\-/]{0,3}\\d){6,14}(?![A-Za-z0-9_])");
  private static final Pattern WORD =
      Matches.anyCase(
          "(?:\\b(?:phone|telephone|tel|call|calling|cell|mobile|whatsapp|fax|text|ring|dial|extension|hotline|reach)\\b|telefon|handy|\\bmobil|anrufen|rufnummer|téléphone|portable|appelez|appeler|teléfono|móvil|llam[ae]|celular|telefono|cellulare|chiam|telefone|celular|ligue|телефон|звон|позвон|电话|手机|電話|携帯|هاتف|फ़ोन|फोन|मोबाइल)");
  private static final int REACH = 25;
  private static final int FEWEST = 7;

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    Announcements words = Announcements.in(text, WORD);
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      boolean enough = Matches.digits(matcher.group()).length() >= FEWEST;
      if (enough && words.before(matcher.start(), REACH, "\n")) {
        found.add(new PiiSpan(PiiType.PHONE, matcher.start(), matcher.end()));
      }
    }
    return found;
  }
}
