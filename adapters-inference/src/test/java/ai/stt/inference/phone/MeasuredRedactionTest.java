package ai.stt.inference.phone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.pii.PiiSpan;
import ai.stt.app.pii.PiiType;
import ai.stt.app.pii.RedactText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Precision and recall on two hundred sentences in thirteen languages; a place counts when type,
 * beginning and end are right. Docs tell what came out; here is the floor.
 */
final class MeasuredRedactionTest {
  private static final Pattern MARK = Pattern.compile("\\[\\[([A-Z_]+)\\|(.*?)]]");
  private static final double FLOOR = 0.95;

  private record Marked(String text, List<PiiSpan> spans) {}

  private final RedactText redact = new RedactText(new NumberingPlans());

  @Test
  void precisionAndRecallAreAboveTheFloor() throws Exception {
    List<Marked> sentences = sentences();
    assertThat(sentences).hasSize(200);
    Map<PiiType, int[]> byType = new EnumMap<>(PiiType.class);
    int right = 0;
    int found = 0;
    int there = 0;
    List<String> wrong = new ArrayList<>();
    for (Marked sentence : sentences) {
      List<PiiSpan> hits = redact.redact(sentence.text()).found();
      List<PiiSpan> agreed = hits.stream().filter(sentence.spans()::contains).toList();
      right += agreed.size();
      found += hits.size();
      there += sentence.spans().size();
      sentence.spans().forEach(span -> count(byType, span, 0));
      agreed.forEach(span -> count(byType, span, 1));
      if (agreed.size() != hits.size() || agreed.size() != sentence.spans().size()) {
        wrong.add(sentence.text() + " -> " + redact.redact(sentence.text()).text());
      }
    }
    byType.forEach(
        (type, counts) ->
            assertThat(counts[1])
                .as("%s found of %d: %s", type, counts[0], wrong)
                .isGreaterThanOrEqualTo((int) Math.floor(counts[0] * 0.9)));
    assertThat(right / (double) found).as("precision: %s", wrong).isGreaterThanOrEqualTo(FLOOR);
    assertThat(right / (double) there).as("recall: %s", wrong).isGreaterThanOrEqualTo(FLOOR);
  }

  private static void count(Map<PiiType, int[]> byType, PiiSpan span, int column) {
    byType.computeIfAbsent(span.type(), type -> new int[2])[column]++;
  }

  private static List<Marked> sentences() throws IOException {
    List<Marked> sentences = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(PiiSpan.class.getResourceAsStream("sentences.txt"));
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          sentences.add(marked(line));
        }
      }
    }
    return sentences;
  }

  private static Marked marked(String line) {
    var text = new StringBuilder();
    List<PiiSpan> spans = new ArrayList<>();
    Matcher mark = MARK.matcher(line);
    int at = 0;
    while (mark.find()) {
      text.append(line, at, mark.start());
      int start = text.length();
      text.append(mark.group(2));
      spans.add(new PiiSpan(PiiType.valueOf(mark.group(1)), start, text.length()));
      at = mark.end();
    }
    return new Marked(text.append(line, at, line.length()).toString(), spans);
  }
}
