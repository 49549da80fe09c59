package ai.stt.inference.engine.whisper;

import ai.onnxruntime.OrtException;
import ai.stt.inference.engine.whisper.search.TokenRules;
import ai.stt.inference.engine.whisper.text.Tokens;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that computes for a model. Jobs of all owners take seats as they become free; the
 * owner with the fewest seats comes first, so that a long recording does not hold back a short one.
 * While a live window waits or is worked on, others are neither admitted nor stepped. Thread-safe.
 */
final class SharedDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(SharedDecoder.class);

  private final Network network;
  private final Tokens tokens;
  private final TokenRules rules;
  private final List<byte[]> vocabulary;
  private final boolean alignWords;
  private final Shares shares = new Shares(System.nanoTime());
  private final Lanes lanes;
  private final Runnable atEnd;
  private final Inbox inbox = new Inbox();

  /**
   * Starts the thread.
   *
   * @param budgetBytes what all seats may take; one lane is made even when it takes more
   * @param alignWords whether texts come with the attention of the alignment heads
   * @param atEnd called by the thread as its last act
   */
  SharedDecoder(
      Network network,
      List<byte[]> vocabulary,
      long budgetBytes,
      boolean alignWords,
      Runnable atEnd) {
    this.network = network;
    this.vocabulary = vocabulary;
    this.tokens = new Tokens(network.shape().vocabulary());
    this.rules = new TokenRules(tokens);
    this.lanes = new Lanes(network, budgetBytes);
    this.alignWords = alignWords;
    this.atEnd = atEnd;
    Thread thread = new Thread(this::run, "whisper");
    thread.setDaemon(true);
    thread.start();
  }

  /** How many windows of the longest kind share a step. */
  int seats() {
    return lanes.seats(new Lane.Size(false, network.shape().audioContext(), 1, capacity(1, 1)));
  }

  /** Queues a job; its outcome is completed by the decoder's thread. */
  void submit(Job job) {
    inbox.put(job);
  }

  /** Looks at once at what was canceled. */
  void wake() {
    inbox.wake();
  }

  /** Runs something on the decoder's thread, or at once when that has ended. */
  void later(Runnable errand) {
    inbox.later(errand);
  }

  /** Ends the thread once it has no work. */
  void close() {
    inbox.close();
  }

  private void run() {
    try {
      while (inbox.awaitWork(() -> !lanes.isEmpty(), shares::idle)) {
        lanes.taken().stream().filter(seat -> seat.job().canceled()).forEach(lanes::leave);
        boolean live = someLive();
        boolean others = shares.others(live, System.nanoTime());
        admitNext(live && others);
        boolean held = live ? !others && Turns.anyLive(lanes.taken()) : someLive();
        lanes.all().stream().filter(lane -> lane.size().live() || !held).forEach(this::step);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      inbox.end();
      lanes.close();
      network.close();
      atEnd.run();
    }
  }

  private void fail(Throwable cause) {
    List<Job> jobs = new ArrayList<>();
    lanes.taken().forEach(seat -> jobs.add(seat.job()));
    jobs.addAll(inbox.drain());
    jobs.forEach(job -> job.outcome().completeExceptionally(broken(cause)));
  }

  private boolean someLive() {
    return inbox.anyLive() || Turns.anyLive(lanes.taken());
  }

  /**
   * Gives a seat to the first whose turn it is and who finds one. No more than one: listening takes
   * as long as many steps, which the others would wait for, and meanwhile somebody may have come
   * whose turn is earlier, or may not want an answer any more.
   *
   * @param others whether one that nobody reads along with has its turn though live ones are there;
   *     then these are seated before it
   */
  private void admitNext(boolean others) {
    for (Job job : Turns.of(inbox.waiting(), lanes.taken())) {
      if (!job.live() && !others && someLive()) {
        break;
      }
      if (!job.canceled() && admit(job) && !(others && job.live())) {
        lanes.settle(false);
        return;
      }
    }
    lanes.settle(true);
  }

  /** False when there is no seat for it now. */
  private boolean admit(Job job) {
    if (job.request() == null) {
      if (inbox.holdsSound(job.owner())) {
        return false;
      }
      inbox.remove(job);
      detect(job);
      return true;
    }
    try {
      Lane lane = lanes.laneFor(size(job));
      if (lane == null) {
        return false;
      }
      inbox.remove(job);
      admit(lane, job);
    } catch (OutOfMemoryError e) { // for this window; the next may be smaller, or later
      inbox.remove(job);
      job.outcome().completeExceptionally(broken(e));
    }
    return true;
  }

  private void admit(Lane lane, Job job) {
    int room = Math.min(size(job).capacity(), network.shape().textContext()) - job.prompt().length;
    var seat = new Seat(job, tokens, rules, vocabulary, Math.min(room, job.mostTokens()));
    try {
      lane.admit(seat);
      if (seat.current().done()) {
        finish(lane, seat);
      }
    } catch (OrtException | RuntimeException | OutOfMemoryError e) {
      lanes.leave(seat);
      job.outcome().completeExceptionally(broken(e));
    }
  }

  private void step(Lane lane) {
    if (lane.taken().isEmpty()) {
      return;
    }
    for (Lane.Failure failure : lane.step()) {
      lane.leave(failure.seat());
      failure.seat().job().outcome().completeExceptionally(broken(failure.reason()));
    }
    for (Seat seat : lane.taken()) {
      if (seat.current().done()) {
        finish(lane, seat);
      }
    }
  }

  private void finish(Lane lane, Seat seat) {
    try {
      while (seat.current().done() && seat.triesAgain()) {
        lane.begin(seat);
      }
      if (!seat.current().done()) {
        return;
      }
      float[] attention = attention(lane, seat);
      lane.leave(seat);
      seat.job().outcome().complete(seat.text(attention));
    } catch (OrtException | RuntimeException | OutOfMemoryError e) {
      lanes.leave(seat);
      seat.job().outcome().completeExceptionally(broken(e));
    }
  }

  /**
   * Empty when the words' times are to come from the time stamps, or when it cannot be computed.
   */
  private float[] attention(Lane lane, Seat seat) {
    if (!alignWords) {
      return new float[0];
    }
    int[] prompt = seat.job().prompt();
    int[] command = Arrays.copyOfRange(prompt, seat.job().command(), prompt.length);
    int[] text = seat.current().best().tokens();
    int[] sequence = WordAlignment.sequence(command, text, tokens);
    if (sequence.length == 0 || sequence.length > network.shape().textContext()) {
      return new float[0];
    }
    try {
      return lane.attention(seat, sequence);
    } catch (OrtException | OutOfMemoryError e) { // the text is worth more than exact times
      LOG.warn("words are not aligned with their sound: {}", e.getMessage());
      return new float[0];
    }
  }

  private void detect(Job job) {
    try {
      Job.Languages heard = Listening.forLanguages(network, tokens, job);
      if (!job.outcome().complete(heard)) {
        heard.heard().free();
      }
    } catch (OrtException | RuntimeException | OutOfMemoryError e) {
      job.outcome().completeExceptionally(broken(e));
    }
  }

  private Lane.Size size(Job job) {
    return new Lane.Size(
        job.live(), job.positions(), job.beam(), capacity(job.prompt().length, job.mostTokens()));
  }

  /** Room for the usual text behind a short prompt, or for all that the model can hold. */
  private int capacity(int prompt, int text) {
    int most = network.shape().textContext();
    int usual = Job.TOKENS_PER_WINDOW + Job.LONGEST_COMMAND;
    boolean fits = prompt <= Job.LONGEST_COMMAND && text <= Job.TOKENS_PER_WINDOW;
    return fits ? Math.min(usual, most) : most;
  }

  private static Throwable broken(Throwable e) {
    return e instanceof OutOfMemoryError || Objects.toString(e.getMessage(), "").contains("alloc")
        ? new SpeechException(
            ErrorCode.OVERLOADED, "there is no memory for this transcription; try again later", e)
        : new SpeechException(ErrorCode.INTERNAL, "the recognition engine failed; try again", e);
  }
}
