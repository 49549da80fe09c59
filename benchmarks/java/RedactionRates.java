import ai.stt.app.pii.PiiSpan;
import ai.stt.app.pii.PiiType;
import ai.stt.app.pii.RedactText;
import ai.stt.inference.phone.NumberingPlans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is redacted of sentences in which all that should be is marked as {@code [[TYPE|value]]}.
 * Argument: the file. Prints for each type, and for all, how many there are, were found, and were
 * found with type, beginning and end right.
 */
final class RedactionRates {
  private static final Pattern MARK = Pattern.compile("\\[\\[([A-Z_]+)\\|(.*?)]]");

  private RedactionRates() {}

  public static void main(String[] args) throws Exception {
    var redact = new RedactText(new NumberingPlans());
    Map<PiiType, int[]> rates = new EnumMap<>(PiiType.class);
    int sentences = 0;
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      if (line.startsWith("#")) {
        continue;
      }
      sentences++;
      List<PiiSpan> there = new ArrayList<>();
      List<PiiSpan> found = redact.redact(bare(line, there)).found();
      there.forEach(span -> count(rates, span, 0));
      found.forEach(span -> count(rates, span, 1));
      found.stream().filter(there::contains).forEach(span -> count(rates, span, 2));
    }
    StringBuilder told = new StringBuilder().append(sentences);
    rates.forEach((type, n) -> told.append('\t').append(type).append(' ').append(n[0]).append(' ').append(n[1]).append(' ').append(n[2]));
    System.out.println(told);
  }

  private static void count(Map<PiiType, int[]> rates, PiiSpan span, int column) {
    rates.computeIfAbsent(span.type(), type -> new int[3])[column]++;
  }

  private static String bare(String line, List<PiiSpan> there) {
    var text = new StringBuilder();
    Matcher mark = MARK.matcher(line);
    int at = 0;
    while (mark.find()) {
      text.append(line, at, mark.start());
      int start = text.length();
      text.append(mark.group(2));
      there.add(new PiiSpan(PiiType.valueOf(mark.group(1)), start, text.length()));
      at = mark.end();
    }
    return text.append(line, at, line.length()).toString();
  }
}
