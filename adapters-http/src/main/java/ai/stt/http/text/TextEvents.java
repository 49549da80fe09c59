package ai.stt.http.text;

import ai.stt.app.text.TextWork;
import ai.stt.app.writing.WritingListener;
import ai.stt.http.error.ErrorAnswer;
import ai.stt.http.request.ClientWatch;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer as server-sent events (HTML Living Standard, 9.2): {@code progress} with the calls that
 * are done, {@code text} with what is being written, and at the end {@code result}, which is what
 * the request without events is answered, or {@code error}.
 */
final class TextEvents {
  private static final Logger LOG = LoggerFactory.getLogger(TextEvents.class);
  private static final ObjectMapper JSON = Jackson.newObjectMapper(); // as for other answers

  /** Half a minute of silence at the usual look. */
  private static final int LOOKS_BETWEEN_SIGNS_OF_LIFE = 500;

  private final TextWork work;
  private final String owner;
  private final ClientWatch watch;
  private final String requestId;
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  TextEvents(TextWork work, String owner, ClientWatch watch, String requestId) {
    this.work = work;
    this.owner = owner;
    this.watch = watch;
    this.requestId = requestId;
  }

  /**
   * The answer.
   *
   * @param ended is called once, behind the last event
   */
  Response of(TextTask task, Runnable ended) {
    var once = new AtomicBoolean();
    StreamingOutput stream =
        out -> {
          try {
            send(task, out);
          } finally {
            if (!once.getAndSet(true)) {
              ended.run();
            }
          }
        };
    return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE.withCharset("utf-8"))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.CONTENT_ENCODING, "identity") // a compressor would hold events back
        .header("X-Accel-Buffering", "no")
        .build();
  }

  private void send(TextTask task, OutputStream out) throws IOException {
    var looks = new int[1];
    try {
      Object result = work.run(owner, () -> task.run(new Told()), () -> !isListening(out, looks));
      drain(out);
      write(event("result", JSON.writeValueAsString(result)), out);
    } catch (SpeechException e) {
      if (e.code() != ErrorCode.CANCELED) {
        drain(out);
        write(event("error", failure(e.code(), String.valueOf(e.getMessage()))), out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("request {} failed", requestId, e);
      write(event("error", failure(ErrorCode.INTERNAL, "an unexpected error; try again")), out);
    }
  }

  /** Sends what there is to tell; false when nobody listens any more. */
  private boolean isListening(OutputStream out, int[] looks) {
    try {
      boolean told = drain(out);
      if (!told && ++looks[0] % LOOKS_BETWEEN_SIGNS_OF_LIFE == 0) {
        write(": still here\n\n", out);
      }
      return !watch.isGone();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean drain(OutputStream out) throws IOException {
    boolean any = false;
    for (String next = events.poll(); next != null; next = events.poll()) {
      write(next, out);
      any = true;
    }
    return any;
  }

  private String failure(ErrorCode code, String sentence) throws IOException {
    return JSON.writeValueAsString(ErrorAnswer.of(code, sentence, requestId));
  }

  private static String event(String name, String json) {
    return "event: %s\ndata: %s\n\n".formatted(name, json);
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Makes events of what the work tells, on its threads. */
  private final class Told implements WritingListener {
    @Override
    public void step(int done, int of) {
      events.add(event("progress", "{\"done\":%d,\"of\":%d}".formatted(done, of)));
    }

    @Override
    public void piece(String text) {
      try {
        events.add(event("text", JSON.writeValueAsString(Map.of("text", text))));
      } catch (IOException e) {
        throw new IllegalStateException("a text is always JSON", e);
      }
    }
  }
}
