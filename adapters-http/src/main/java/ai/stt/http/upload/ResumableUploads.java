package ai.stt.http.upload;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uploads that can be interrupted and gone on with, also by another server on the same folder and
 * after a restart. Those that nobody goes on with are deleted. Thread-safe.
 */
public final class ResumableUploads {
  private static final Logger LOG = LoggerFactory.getLogger(ResumableUploads.class);

  private static final int RANDOM_BYTES = 12;

  private final Path folder;
  private final Duration lifetime;
  private final InstantSource clock;
  private final UploadShares shares;
  private final OldUploads old;
  private final SecureRandom random = new SecureRandom();

  /**
   * Uploads in a folder.
   *
   * @param folder made when it is not there; several servers may share it
   * @param lifetime how long an upload lies that nobody goes on with
   * @param ownerExists asked about the owners; the uploads of one that is gone are deleted
   */
  public ResumableUploads(
      Path folder, Duration lifetime, Predicate<String> ownerExists, InstantSource clock)
      throws IOException {
    this(folder, lifetime, ownerExists, UploadShares.DEFAULT, clock);
  }

  /** As the other one, with other shares. */
  ResumableUploads(
      Path folder,
      Duration lifetime,
      Predicate<String> ownerExists,
      UploadShares shares,
      InstantSource clock)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.lifetime = lifetime;
    this.clock = clock;
    this.shares = shares;
    this.old = new OldUploads(folder, lifetime, ownerExists, clock);
    old.clearExpired();
  }

  /**
   * Starts an upload.
   *
   * @param who alone may go on with it
   * @param metadata to be given back with it
   * @throws SpeechException {@code RATE_LIMITED} when there are too many of this uploader, {@code
   *     OVERLOADED} when there are too many of all or the disk is full
   */
  ResumableUpload create(Uploader who, long length, String metadata) throws IOException {
    UploadPlace place = begin(who);
    try {
      Files.createFile(place.data());
      place.touch(clock.instant());
      new UploadState(who.id(), length, metadata).write(place.state());
    } catch (IOException e) {
      throw UploadPiece.noRoom(e);
    }
    return find(who.id(), String.valueOf(place.folder().getFileName()));
  }

  /** One at a time, so that requests at the same time cannot all see the last room. */
  private synchronized UploadPlace begin(Uploader who) throws IOException {
    if (!shares.hasRoom(folder, who)) {
      old.clearExpired();
      if (!shares.hasRoom(folder, who)) {
        throw shares.refusal(folder, who);
      }
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    var place = new UploadPlace(folder.resolve(who.mark() + HexFormat.of().formatHex(bytes)));
    try {
      Files.createDirectory(place.folder());
    } catch (IOException e) {
      throw UploadPiece.noRoom(e);
    }
    return place;
  }

  /**
   * Finds an upload.
   *
   * @throws TusProblem 404 when there is none of this id and owner
   */
  ResumableUpload find(String owner, String id) throws IOException {
    UploadPlace place = place(id);
    UploadState state = state(place, owner);
    long offset = place.offset();
    return new ResumableUpload(
        id,
        state.length(),
        offset,
        state.metadata(),
        place.touched().orElseThrow(TusProblem::unknown).plus(lifetime));
  }

  /**
   * Adds a piece. What came before a connection broke stays, unless the piece has a checksum.
   *
   * @param offset where the client thinks that the piece belongs
   * @param checksum of the piece, or null
   * @throws TusProblem 404, 409 for another offset, 423 while another request writes, 460
   * @throws SpeechException {@code TOO_LARGE} when it is longer than what is missing, {@code
   *     OVERLOADED} when the disk is full
   * @throws IOException when {@code in} fails
   */
  ResumableUpload append(
      String owner, String id, long offset, InputStream in, UploadPiece.@Nullable Checksum checksum)
      throws IOException {
    UploadPlace place = place(id);
    UploadState state = state(place, owner);
    try (FileChannel lock = place.lock()) {
      if (lock == null) {
        throw new TusProblem(
            TusProblem.LOCKED,
            ErrorCode.INVALID_REQUEST,
            "another request is sending this upload now; ask for its offset and go on from there");
      }
      place.recover();
      long there = place.offset();
      if (there != offset) {
        throw new TusProblem(
            409,
            ErrorCode.INVALID_REQUEST,
            "Upload-Offset: the upload goes on at %d, not %d".formatted(there, offset));
      }
      write(place, state.length() - there, there, in, checksum);
    }
    return find(owner, id);
  }

  private void write(
      UploadPlace place,
      long missing,
      long offset,
      InputStream in,
      UploadPiece.@Nullable Checksum checksum)
      throws IOException {
    if (checksum != null) {
      place.beginUnverified(offset);
    }
    try (OutputStream out = Files.newOutputStream(place.data(), StandardOpenOption.APPEND)) {
      UploadPiece.copy(in, out, missing, checksum);
      if (checksum != null) {
        if (!HexFormat.of().formatHex(checksum.digest().digest()).equals(checksum.expected())) {
          throw new TusProblem(
              TusProblem.CHECKSUM_MISMATCH,
              ErrorCode.INVALID_REQUEST,
              "Upload-Checksum: the piece arrived changed and was dropped; send it again");
        }
        place.verified();
      }
    } finally {
      place.recover();
      place.touch(clock.instant());
    }
  }

  /**
   * Deletes an upload.
   *
   * @throws TusProblem 404, 423
   */
  void delete(String owner, String id) throws IOException {
    UploadPlace place = place(id);
    var _ = state(place, owner);
    try (FileChannel lock = place.lock()) {
      if (lock == null) {
        throw new TusProblem(
            TusProblem.LOCKED, ErrorCode.INVALID_REQUEST, "another request is sending this upload");
      }
      place.delete();
    }
  }

  /** Whether there is such an upload of this owner. */
  public boolean isThere(String owner, String id) {
    try {
      var _ = find(owner, id);
      return true;
    } catch (TusProblem e) {
      return false;
    } catch (IOException e) {
      throw UploadPiece.noRoom(e);
    }
  }

  /** Deletes an upload that nobody needs any more; when that fails, it expires. */
  public void served(String owner, String id) {
    try {
      delete(owner, id);
    } catch (TusProblem | IOException e) {
      LOG.debug("The upload {} is left to expire: {}", id, e.toString());
    }
  }

  /**
   * Gives a finished upload to work on. It also stays here until it is {@link #served} or expires,
   * so that a request that fails can be repeated without sending the file again.
   *
   * @return the file; the caller closes it
   * @throws SpeechException {@code INVALID_REQUEST} when it is unknown or not finished, {@code
   *     TOO_LARGE}, {@code OVERLOADED} when the disk is full
   */
  public SpoolFile take(String owner, String id, long maxBytes, Spool spool) {
    try {
      ResumableUpload upload = find(owner, id);
      if (!upload.isComplete() || upload.length() == 0) {
        throw new SpeechException(
            ErrorCode.INVALID_REQUEST,
            "upload: %d of %d bytes are there; send the rest first"
                .formatted(upload.offset(), upload.length()));
      }
      if (upload.length() > maxBytes) {
        throw new SpeechException(
            ErrorCode.TOO_LARGE,
            "upload: larger than the %d bytes that you may send".formatted(maxBytes));
      }
      return spool.link(place(id).data());
    } catch (TusProblem e) {
      throw new SpeechException(ErrorCode.INVALID_REQUEST, "upload: " + e.sentence(), e);
    } catch (IOException e) {
      throw UploadPiece.noRoom(e);
    }
  }

  private UploadPlace place(String id) {
    if (!UploadPlace.ID.matcher(id).matches()) {
      throw TusProblem.unknown();
    }
    return new UploadPlace(folder.resolve(id));
  }

  private UploadState state(UploadPlace place, String owner) throws IOException {
    UploadState state = UploadState.read(place.state()).orElseThrow(TusProblem::unknown);
    if (!state.owner().equals(owner) || old.isExpired(place)) {
      throw TusProblem.unknown();
    }
    return state;
  }

  /**
   * Deletes what nobody will go on with: what has expired, and what belongs to owners that are
   * gone.
   */
  public void clear() throws IOException {
    old.clearExpired();
    old.clearOrphans();
  }
}
