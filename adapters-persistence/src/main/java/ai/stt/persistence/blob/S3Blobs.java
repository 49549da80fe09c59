package ai.stt.persistence.blob;

import ai.stt.app.blob.Blob;
import ai.stt.app.blob.BlobKey;
import ai.stt.app.blob.BlobStore;
import ai.stt.app.blob.ExactContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Blobs as objects of an S3 bucket. A small one is sent at once, a large one in parts that become
 * an object when the last is there; so at most one part of each is in memory, and a part can be
 * sent again. Thread-safe, also beside other servers on the same bucket.
 */
public final class S3Blobs implements BlobStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(S3Blobs.class);

  /** S3 wants at least 5 MiB for all parts but the last. */
  private static final int PART_BYTES = 8 << 20;

  /** S3 takes no more. */
  private static final int MOST_PARTS = 10_000;

  private final S3Client client;
  private final S3Settings settings;

  /** A store that is asked for the first time when it is used. */
  public S3Blobs(S3Settings settings) {
    this.settings = settings;
    this.client = S3Connection.open(settings);
  }

  @Override
  public void put(BlobKey key, InputStream content, long sizeBytes) throws IOException {
    var exact = new ExactContent(content, sizeBytes);
    String name = name(key);
    if (sizeBytes > PART_BYTES) {
      putParts(name, exact, partBytes(sizeBytes));
      return;
    }
    byte[] whole = exact.readAllBytes();
    ask(
        () ->
            client.putObject(request -> request.bucket(settings.bucket()).key(name), body(whole)));
  }

  /** Large enough that their number does; 8 MiB for everything up to 78 GiB. */
  static int partBytes(long sizeBytes) {
    return Math.toIntExact(Math.max(PART_BYTES, Math.ceilDiv(sizeBytes, (long) MOST_PARTS)));
  }

  private void putParts(String name, InputStream content, int partBytes) throws IOException {
    String upload =
        ask(
            () ->
                client
                    .createMultipartUpload(request -> request.bucket(settings.bucket()).key(name))
                    .uploadId());
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (byte[] part = content.readNBytes(partBytes);
          part.length > 0;
          part = content.readNBytes(partBytes)) {
        parts.add(putPart(name, upload, parts.size() + 1, part));
      }
      ask(
          () ->
              client.completeMultipartUpload(
                  request ->
                      request
                          .bucket(settings.bucket())
                          .key(name)
                          .uploadId(upload)
                          .multipartUpload(all -> all.parts(parts))));
    } catch (IOException | RuntimeException e) {
      abort(name, upload);
      throw e;
    }
  }

  private CompletedPart putPart(String name, String upload, int number, byte[] part)
      throws IOException {
    String tag =
        ask(
            () ->
                client
                    .uploadPart(
                        request ->
                            request
                                .bucket(settings.bucket())
                                .key(name)
                                .uploadId(upload)
                                .partNumber(number),
                        body(part))
                    .eTag());
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** Lent, not copied: parts are large, and many are sent at once. */
  private static RequestBody body(byte[] bytes) {
    return RequestBody.fromContentProvider(
        ContentStreamProvider.fromByteArrayUnsafe(bytes), bytes.length, "application/octet-stream");
  }

  /** Parts that stay cost room, and only a rule of the bucket would ever delete them. */
  private void abort(String name, String upload) {
    try {
      client.abortMultipartUpload(
          request -> request.bucket(settings.bucket()).key(name).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("The parts of {} in {} stay behind: {}", name, settings, e.getMessage());
    }
  }

  @Override
  public Optional<Blob> open(BlobKey key) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> content =
          client.getObject(request -> request.bucket(settings.bucket()).key(name(key)));
      return Optional.of(new Blob(content.response().contentLength(), new Unread(content)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  @Override
  public void delete(BlobKey key) throws IOException {
    delete(name(key));
  }

  private void delete(String name) throws IOException {
    ask(() -> client.deleteObject(request -> request.bucket(settings.bucket()).key(name)));
  }

  /** One by one, since not every store has the request that deletes many. */
  @Override
  public void deleteBelow(BlobKey folder) throws IOException {
    String prefix = name(folder) + "/";
    List<String> names =
        ask(
            () ->
                client
                    .listObjectsV2Paginator(
                        request -> request.bucket(settings.bucket()).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList());
    for (String name : names) {
      delete(name);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private String name(BlobKey key) {
    return settings.prefix() + key.value();
  }

  private <T> T ask(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private IOException failed(SdkException e) {
    var failure = new IOException(S3Failure.sentence(settings, e), e);
    LOG.warn("{}", failure.getMessage());
    return failure;
  }
}
