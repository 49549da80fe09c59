package ai.stt.inference.catalog.fetch;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer's body into a part file: from where the part ends when the server agrees, from
 * the start when it sends the whole. Takes one piece at a time, so memory stays bounded. After
 * {@link #close} nothing more is written, whatever still arrives.
 */
final class PartBody implements BodyHandler<Void>, BodySubscriber<Void>, AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final Path part;
  private final long have;
  private final long sizeBytes;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final long started = System.nanoTime();

  private Flow.@Nullable Subscription subscription;
  private @Nullable FileChannel channel;
  private @Nullable String refusal;
  private @Nullable String etag;
  private boolean closed;
  private boolean answered;
  private long written;
  private long lastActivity = started;

  /**
   * A body for one request.
   *
   * @param have length of the part, from which on bytes were asked for
   * @param sizeBytes of the whole file
   */
  PartBody(Path part, long have, long sizeBytes) {
    this.part = part;
    this.have = have;
    this.written = have;
    this.sizeBytes = sizeBytes;
  }

  @Override
  public synchronized BodySubscriber<Void> apply(ResponseInfo info) {
    answered = true;
    lastActivity = System.nanoTime();
    if (info.statusCode() != 200 && info.statusCode() != 206) {
      return BodySubscribers.discarding();
    }
    long total = announced(info);
    if (total >= 0 && total != sizeBytes) {
      refusal = "has a file of %d bytes there, not of %d".formatted(total, sizeBytes);
    }
    etag = info.headers().firstValue("etag").filter(tag -> !tag.startsWith("W/")).orElse(null);
    return this;
  }

  /** The length of the whole file as the server tells it, or -1. */
  private long announced(ResponseInfo info) {
    if (info.statusCode() == 200) {
      written = 0;
      return info.headers().firstValueAsLong("content-length").orElse(-1);
    }
    Matcher range = RANGE.matcher(info.headers().firstValue("content-range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != have) {
      refusal = "sent another part of the file than was asked for";
      return -1;
    }
    return range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    try {
      if (refusal == null && !closed) {
        channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(written).position(written);
        newSubscription.request(1);
        return;
      }
      fail(new IOException(refusal));
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> pieces) {
    FileChannel file = channel;
    Flow.Subscription source = subscription;
    if (closed || file == null || source == null) {
      return;
    }
    try {
      lastActivity = System.nanoTime();
      for (ByteBuffer piece : pieces) {
        if (written + piece.remaining() > sizeBytes) {
          refusal = "sent more than the file's %d bytes".formatted(sizeBytes);
          throw new IOException(refusal);
        }
        while (piece.hasRemaining()) {
          written += file.write(piece);
        }
      }
      source.request(1);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException failure) {
    if (subscription != null) {
      subscription.cancel();
    }
    end.completeExceptionally(failure);
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }

  @Override
  public CompletionStage<Void> getBody() {
    return end;
  }

  /** Length of the part now. */
  synchronized long written() {
    return written;
  }

  /** Why the answer cannot be used, as a clause about the server; null when it can. */
  synchronized @Nullable String refusal() {
    return refusal;
  }

  /** The strong validator of what was written, or null. */
  synchronized @Nullable String etag() {
    return refusal == null ? etag : null;
  }

  /** Whether the server has begun to answer. */
  synchronized boolean answered() {
    return answered;
  }

  /** Nanoseconds since the last sign of life. */
  synchronized long idleNanos() {
    return System.nanoTime() - lastActivity;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (channel != null) {
      channel.close();
    }
  }
}
