package ai.stt.app.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Streets with a number, as several languages write them, with the town when it follows. */
final class Addresses implements PiiRule {
  /** Possessive, so that there is one way only to read a chain of hyphens. */
  private static final String NAME =
      "\\p{Lu}[\\p{L}\\p{M}'’]{0,30}+(?:-[\\p{L}\\p{M}'’]{1,30}+){0,3}+";

  private static final String TOWN =
      "(?:,? (?:" + NAME + " ?){1,3},? [A-Z]{2} \\d{5}(?:-\\d{4})?)?";
  private static final String CODE_TOWN =
      "(?:,? (?:[A-Z]{1,2}-)?\\d{4,5} " + NAME + "(?:[ -]" + NAME + ")?)?";

  private static final List<Pattern> FORMS =
      List.of(
          Matches.pattern(
              "\\b\\d{1,5}[A-Za-z]? (?:(?:North|South|East|West|N|S|E|W)\\.? )?(?:(?:"
                  + NAME
                  + "|\\d{1,3}(?:st|nd|rd|th)) ){1,4}(?:(?:Street|Avenue|Road|Boulevard|Lane|Drive|Court|Place|Square|Terrace|Way|Parkway|Highway|Close|Crescent|Gardens)\\b|(?:St|Ave|Rd|Blvd|Ln|Dr|Ct|Pl|Sq|Pkwy|Hwy)\\b\\.?)(?:,? (?:Apt|Apartment|Suite|Unit|Flat|#)\\.? ?\\w{1,6})?"
                  + TOWN),
          Matches.pattern("\\bP\\.? ?O\\.? Box \\d{1,8}\\b" + TOWN),
          Matches.pattern("\\b[A-Z]{1,2}\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2}\\b"),
          Matches.pattern(
              "(?:\\b"
                  + NAME
                  + "(?:[ -]"
                  + NAME
                  + "){0,2}[ -])?\\b[\\p{L}-]{0,40}(?:straße|strasse|str\\.|Straße|Strasse|weg|Weg|platz|Platz|allee|Allee|gasse|Gasse|ring|Ring|ufer|damm|straat|laan|plein) ?\\d{1,4} ?[a-z]?\\b"
                  + CODE_TOWN),
          Matches.anyCase(
              "\\b\\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|place|chemin|allée|impasse|quai|route) (?:(?:de la|de l['’]|des|du|de|d['’]|le|la|les|l['’]) ?)?(?-i:"
                  + NAME
                  + ")(?:[ -](?-i:"
                  + NAME
                  + ")){0,3}(?-i:"
                  + CODE_TOWN
                  + ")"),
          Matches.anyCase(
              "\\b(?:calle|c/|avenida|avda\\.?|plaza|paseo|via|viale|piazza|corso|largo|rua|travessa|praça|alameda) (?:(?:de la|de los|de las|del|della|dei|delle|dell['’]|di|de|da|do|dos|das|d['’]) ?)?(?-i:"
                  + NAME
                  + ")(?: (?:(?:de|del|di|da|do) )?(?-i:"
                  + NAME
                  + ")){0,3},? ?(?:n[º°.]? ?)?\\d{1,4}\\b(?-i:"
                  + CODE_TOWN
                  + ")"),
          Matches.anyCase(
              "\\b(?:ул\\.|улица|проспект|пр\\.|переулок|шоссе) (?-i:"
                  + NAME
                  + ")(?: (?-i:"
                  + NAME
                  + ")){0,2},? (?:д\\.|дом)? ?\\d{1,4}(?:,? ?(?:кв\\.|квартира) ?\\d{1,4})?"),
          Matches.pattern(
              "[\\p{IsHan}&&[^在是于到住我你他她]]{2,14}(?:路|街|大道|巷)\\d{1,5}[号號](?:\\d{1,4}(?:室|楼))?"));

  @Override
  public List<PiiSpan> find(String text) {
    List<PiiSpan> found = new ArrayList<>();
    FORMS.forEach(form -> found.addAll(Matches.of(text, PiiType.ADDRESS, form, any -> true)));
    return found;
  }
}
