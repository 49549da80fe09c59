package ai.stt.inference.engine.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.inference.engine.whisper.search.TokenRules;
import ai.stt.inference.engine.whisper.search.TokenScores;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.plugin.engine.WhisperRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a text is searched for again, and which is kept, with the thresholds of the paper. */
final class SeatTest {
  private static final int VOCABULARY = 51_865;
  private static final Tokens TOKENS = new Tokens(VOCABULARY);
  private static final int STAMP = TOKENS.firstStamp();
  private static final int WORD = 5;
  private static final int OTHER_WORD = 6;
  private static final float SURE = 60;

  /** With all else at 0, a probability of one in thousands: far under the threshold. */
  private static final float UNSURE = 2;

  @Test
  void aProbableTextIsKept() {
    Seat seat = seat(new WhisperRequest("en", null, true, 1));
    write(seat, SURE, WORD, OTHER_WORD);

    assertThat(seat.triesAgain()).isFalse();
    assertThat(seat.text(new float[0]).temperature()).isZero();
    assertThat(words(seat)).containsExactly(WORD, OTHER_WORD);
  }

  @Test
  void anImprobableTextIsTriedAgainAndTheNextIsKeptWithItsTemperature() {
    Seat seat = seat(new WhisperRequest("en", null, true, 1));
    write(seat, UNSURE, WORD);

    assertThat(seat.triesAgain()).isTrue();
    assertThat(seat.current().size()).as("begins anew").isZero();
    write(seat, SURE, OTHER_WORD);
    assertThat(seat.triesAgain()).isFalse();
    assertThat(seat.text(new float[0]).temperature()).isEqualTo(0.2f);
    assertThat(words(seat)).containsExactly(OTHER_WORD);
  }

  @Test
  void aTextThatRepeatsItselfIsTriedAgainHoweverProbable() {
    int[] again = new int[40];
    Arrays.fill(again, WORD);
    Seat seat = seat(new WhisperRequest("en", null, true, 1));
    write(seat, SURE, again);

    assertThat(seat.triesAgain()).isTrue();
    assertThat(seat.text(new float[0]).temperature()).isEqualTo(0.2f);
  }

  @Test
  void whenEveryTryIsBadTheLastAndHottestIsKept() {
    Seat seat = seat(new WhisperRequest("en", null, true, 1));
    int tries = 0;
    do {
      tries++;
      write(seat, UNSURE, WORD);
    } while (seat.triesAgain());

    assertThat(tries).isEqualTo(6); // 0, 0.2, ... 1
    assertThat(seat.text(new float[0]).temperature()).isBetween(0.99f, 1.01f);
  }

  @Test
  void whereNobodySpeaksAnImprobableTextIsNotTriedAgain() {
    Seat seat = seat(new WhisperRequest("en", null, true, 1));
    float[] logits = new float[VOCABULARY];
    logits[TOKENS.noSpeech()] = SURE;
    seat.hearSilence(scores(logits));
    write(seat, UNSURE, WORD);

    assertThat(seat.triesAgain()).isFalse();
    assertThat(seat.text(new float[0]).noSpeech()).isGreaterThan(0.99f);
  }

  @Test
  void aModelThatGoesRoundInCirclesIsStoppedWhereNobodySpeaksSoFast() {
    Seat seat = seat(new WhisperRequest("en", null, true, 1), 100); // 2 s of sound
    advance(seat, STAMP, SURE);
    while (!seat.current().done()) {
      advance(seat, WORD, SURE);
    }

    assertThat(seat.current().size()).isEqualTo(36);
    assertThat(seat.triesAgain()).isTrue();
  }

  @Test
  void aFullWindowHasRoomForTheLongestText() {
    assertThat(job(new WhisperRequest("en", null, true, 1), 1500).mostTokens())
        .isEqualTo(Job.TOKENS_PER_WINDOW);
  }

  @ParameterizedTest
  @CsvSource({"hi, 195", "ta, 199", "te, 294", "bn, 334", "ml, 417", "ka, 425", "my, 357"})
  void aTextOfTwelveSecondsHasRoomInScriptsThatTakeManyTokens(String language, int tokens) {
    Job job = job(new WhisperRequest(language, null, true, 1), 600);

    assertThat(job.mostTokens()).isGreaterThan(tokens);
    assertThat(job(new WhisperRequest("de", null, true, 1), 600).mostTokens()).isEqualTo(136);
  }

  @Test
  void whoWantsOneTryGetsOne() {
    Seat seat = seat(new WhisperRequest("en", null, true, 1).withOneTry());
    write(seat, UNSURE, WORD);

    assertThat(seat.triesAgain()).isFalse();
    assertThat(seat.text(new float[0]).temperature()).isZero();
  }

  private static Seat seat(WhisperRequest request) {
    return seat(request, 1500);
  }

  private static Seat seat(WhisperRequest request, int frames) {
    Job job = job(request, frames);
    List<byte[]> vocabulary =
        Collections.nCopies(TOKENS.end(), " again".getBytes(StandardCharsets.UTF_8));
    return new Seat(job, TOKENS, new TokenRules(TOKENS), vocabulary, job.mostTokens());
  }

  private static Job job(WhisperRequest request, int frames) {
    return new Job(
        "owner",
        false,
        new float[0],
        1500,
        frames,
        TOKENS.command("en"),
        0,
        request,
        null,
        new CompletableFuture<>());
  }

  /** Feeds the search: a time stamp, these words, the end; each as sure as is said. */
  private static void write(Seat seat, float sure, int... words) {
    advance(seat, STAMP, sure);
    for (int word : words) {
      advance(seat, word, sure);
    }
    while (!seat.current().done()) { // where chance decides, the text may end later
      advance(seat, TOKENS.end(), SURE);
    }
  }

  private static void advance(Seat seat, int token, float sure) {
    if (!seat.current().done()) {
      float[] logits = new float[VOCABULARY];
      logits[token] = sure;
      seat.current().advance(new TokenScores[] {scores(logits)});
    }
  }

  /** What a step would say of these logits, which are 0 but for a few. */
  private static TokenScores scores(float[] logits) {
    float[] text = Arrays.copyOf(logits, TOKENS.end());
    float[] other = Arrays.copyOfRange(logits, TOKENS.end(), VOCABULARY);
    int best = 0;
    double sum = 0;
    for (int i = 0; i < text.length; i++) {
      best = text[i] > text[best] ? i : best;
      sum += Math.exp(text[i]);
    }
    float[] bestLogit = {text[best]};
    return new TokenScores(new int[] {best}, bestLogit, (float) Math.log(sum), () -> text, other);
  }

  private static int[] words(Seat seat) {
    return Arrays.stream(seat.text(new float[0]).text().tokens())
        .filter(token -> token < TOKENS.end())
        .toArray();
  }
}
