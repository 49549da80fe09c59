package ai.stt.http.text;

import ai.stt.app.account.Member;
import ai.stt.app.text.TextWork;
import ai.stt.app.writing.WritingListener;
import ai.stt.http.access.Callers;
import ai.stt.http.request.ClientWatch;
import ai.stt.http.request.JsonBody;
import ai.stt.http.request.RequestIds;
import ai.stt.platform.key.Scope;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * What the text endpoints share: who may call, how large a body may be and how much all of them
 * together, and a place to work in that ends with its client. Thread-safe.
 */
public final class TextRequests {
  /** So many of the largest bodies are in memory at once. */
  private static final int LARGEST_AT_ONCE = 8;

  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(5);

  /** Whose request it is, so that accounts take turns. */
  private static final String OWNER = TextRequests.class.getName() + ".owner";

  private final Callers callers;
  private final TextWork work;
  private final long maxBodyBytes;

  /** Room for bodies, in KiB. */
  private final Semaphore room;

  /**
   * Requests with these limits.
   *
   * @param callers tells accounts apart
   * @param work places
   * @param maxBodyBytes the largest body
   */
  public TextRequests(Callers callers, TextWork work, long maxBodyBytes) {
    this.callers = callers;
    this.work = work;
    this.maxBodyBytes = maxBodyBytes;
    this.room = new Semaphore(LARGEST_AT_ONCE * kibibytes(maxBodyBytes));
  }

  /** The account that calls. */
  Member member(HttpServletRequest request, Scope scope) {
    Member member = callers.require(request, scope);
    request.setAttribute(OWNER, member.accountId());
    return member;
  }

  /**
   * Reads a body, then works while the client waits, and answers.
   *
   * @param wish checks the body and gives the work, whose result becomes JSON
   * @param known the fields that the body may have; no body is an object without fields
   */
  Response answer(
      HttpServletRequest request,
      InputStream in,
      Function<JsonBody, TextTask> wish,
      String... known)
      throws IOException, InterruptedException {
    int needed = needed(request);
    if (!room.tryAcquire(needed)) {
      throw new SpeechException(
          ErrorCode.OVERLOADED,
          "the server holds as many texts as it can; try again later",
          RETRY_WHEN_FULL,
          null);
    }
    boolean handedOn = false;
    try {
      JsonBody body = JsonBody.readLarge(orEmptyObject(in), maxBodyBytes, known);
      TextTask task = wish.apply(body);
      if (!wantsEvents(request)) {
        return answer(request, task);
      }
      Response events = events(request, task, () -> room.release(needed));
      handedOn = true;
      return events;
    } finally {
      if (!handedOn) {
        room.release(needed);
      }
    }
  }

  /** Works while the client waits, and answers. */
  Response answer(HttpServletRequest request, TextTask task) throws InterruptedException {
    if (wantsEvents(request)) {
      return events(request, task, () -> {});
    }
    var watch = new ClientWatch(request);
    Object entity = work.run(owner(request), () -> task.run(WritingListener.NONE), watch::isGone);
    var response = Response.ok(entity, MediaType.APPLICATION_JSON_TYPE);
    response.header(HttpHeaders.CACHE_CONTROL, "no-store");
    return watch.mustClose() ? response.header("Connection", "close").build() : response.build();
  }

  private Response events(HttpServletRequest request, TextTask task, Runnable ended) {
    var watch = new ClientWatch(request);
    return new TextEvents(work, owner(request), watch, RequestIds.of(request)).of(task, ended);
  }

  private static String owner(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(OWNER));
  }

  private static boolean wantsEvents(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.SERVER_SENT_EVENTS);
  }

  /** What a body takes at most, by its announced length when there is one. */
  private int needed(HttpServletRequest request) {
    long announced = request.getContentLengthLong();
    return kibibytes(announced < 0 || announced > maxBodyBytes ? maxBodyBytes : announced);
  }

  private static int kibibytes(long bytes) {
    return Math.toIntExact((bytes + 1023) / 1024);
  }

  private static InputStream orEmptyObject(InputStream in) throws IOException {
    var ahead = new PushbackInputStream(in);
    int first = ahead.read();
    if (first < 0) {
      return new ByteArrayInputStream(new byte[] {'{', '}'});
    }
    ahead.unread(first);
    return ahead;
  }
}
