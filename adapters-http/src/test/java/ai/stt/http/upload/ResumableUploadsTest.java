package ai.stt.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableUploadsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder = Path.of("");
  @TempDir private Path spoolFolder = Path.of("");
  private final Set<String> owners = new HashSet<>(Set.of("me", "you"));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void anUploadExpiresADayAfterItsLastPiece() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload upload = uploads.create(uploader("me"), 4, "");
    assertThat(upload.expiresAt()).isEqualTo(now.plus(DAY));

    now = now.plus(DAY).minusSeconds(1);
    uploads.append("me", upload.id(), 0, piece("sa"), null);
    now = now.plus(DAY).minusSeconds(1);
    assertThat(uploads.find("me", upload.id()).offset()).isEqualTo(2);
    now = now.plusSeconds(1);

    assertThatThrownBy(() -> uploads.find("me", upload.id())).isInstanceOf(TusProblem.class);
    uploads.clear();
    assertThat(folder.resolve(upload.id())).doesNotExist();
  }

  @Test
  void whatACrashLeftWithoutDataExpiresToo() throws IOException {
    ResumableUploads uploads = open();
    Path left = folder.resolve(uploads.create(uploader("me"), 4, "").id());
    Files.delete(left.resolve("data"));
    Files.setLastModifiedTime(left, FileTime.from(now));
    uploads.clear();
    assertThat(left).exists();

    now = now.plus(DAY);
    uploads.clear();
    assertThat(left).doesNotExist();
  }

  @Test
  void theUploadsOfADeletedAccountGoWithTheNextRound() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload mine = uploads.create(uploader("me"), 4, "");
    ResumableUpload yours = uploads.create(uploader("you"), 4, "");
    uploads.append("you", yours.id(), 0, piece("said"), null);

    owners.remove("you");
    uploads.clear();

    assertThat(folder.resolve(yours.id())).doesNotExist();
    assertThat(uploads.find("me", mine.id()).offset()).isZero();
  }

  @Test
  void eachOwnerIsAskedForOnceAndNoneAfterOneThatCannotBe() throws IOException {
    List<String> asked = new ArrayList<>();
    var uploads =
        new ResumableUploads(
            folder,
            DAY,
            owner -> {
              asked.add(owner);
              if (owner.equals("away")) {
                throw new SpeechException(ErrorCode.DEPENDENCY_FAILED, "the database is away");
              }
              return true;
            },
            () -> now);
    uploads.create(uploader("me"), 4, "");
    uploads.create(uploader("me"), 4, "");
    uploads.clear();
    assertThat(asked).containsExactly("me");

    String first = uploads.create(uploader("away"), 4, "").id();
    String second = uploads.create(uploader("away"), 4, "").id();
    asked.clear();
    uploads.clear();
    assertThat(asked).containsOnlyOnce("away");
    assertThat(folder.resolve(first)).exists();
    assertThat(folder.resolve(second)).exists();
  }

  @Test
  void whatIsDamagedOrNoUploadAtAllDisturbsNobody() throws IOException {
    ResumableUpload damaged = open().create(uploader("me"), 4, "");
    Files.writeString(folder.resolve(damaged.id()).resolve("state"), "length=many");
    Files.writeString(folder.resolve("stray"), "");
    Files.writeString(folder.resolve("0123456789abcdef0123456789abcdef"), "");

    ResumableUploads uploads = open();
    ResumableUpload orphan = uploads.create(uploader("gone"), 4, "");
    uploads.clear();

    assertThat(folder.resolve(orphan.id())).doesNotExist();
    now = now.plus(DAY);
    uploads.clear();
    assertThat(folder.resolve(damaged.id())).doesNotExist();
    assertThat(folder.resolve("stray")).exists();
  }

  @Test
  void whatACrashLeftOfAnUnverifiedPieceDoesNotCount() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload upload = uploads.create(uploader("me"), 10, "");
    uploads.append("me", upload.id(), 0, piece("say:"), null);
    var place = new UploadPlace(folder.resolve(upload.id()));
    place.beginUnverified(4);
    Files.writeString(place.data(), "say:garb");

    assertThat(open().find("me", upload.id()).offset()).isEqualTo(4);
    open().append("me", upload.id(), 4, piece("hello!"), null);
    assertThat(place.data()).hasContent("say:hello!");
  }

  @Test
  void aTakenFileOutlivesTheUploadWhichStaysUntilItHasServed() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload upload = uploads.create(uploader("me"), 4, "");
    uploads.append("me", upload.id(), 0, piece("say:"), null);
    try (Spool spool = Spool.open(spoolFolder)) {
      SpoolFile taken = uploads.take("me", upload.id(), 4, spool);
      taken.close();
      assertThat(uploads.find("me", upload.id()).isComplete()).isTrue();

      try (SpoolFile again = uploads.take("me", upload.id(), 4, spool)) {
        uploads.served("you", upload.id());
        assertThat(uploads.isThere("me", upload.id())).isTrue();
        uploads.served("me", upload.id());
        assertThat(again.path()).hasContent("say:");
      }
      assertThat(folder.resolve(upload.id())).doesNotExist();
      assertThat(uploads.isThere("me", upload.id())).isFalse();
      uploads.served("me", upload.id());
      assertThatThrownBy(() -> uploads.take("me", upload.id(), 4, spool))
          .isInstanceOf(SpeechException.class)
          .hasMessageContaining("upload: there is no such upload");
    }
  }

  @Test
  void aTakenFileMayNotBeLargerThanAllowedNorSomebodyElses() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload upload = uploads.create(uploader("me"), 4, "");
    uploads.append("me", upload.id(), 0, piece("say:"), null);
    try (Spool spool = Spool.open(spoolFolder)) {
      assertThatThrownBy(() -> uploads.take("me", upload.id(), 3, spool))
          .hasMessageContaining("larger than the 3 bytes");
      assertThatThrownBy(() -> uploads.take("you", upload.id(), 4, spool))
          .hasMessageContaining("no such upload");
    }
  }

  @Test
  void whoeverHasMuchHereLeavesRoomForTheOthers() throws IOException {
    var uploads =
        new ResumableUploads(folder, DAY, owner -> true, new UploadShares(3, 5, 9), () -> now);
    var here = new Uploader("anonymous", "anonymous 192.0.2.1", true);
    var there = new Uploader("anonymous", "anonymous 192.0.2.2", true);
    var elsewhere = new Uploader("anonymous", "anonymous 192.0.2.3", true);
    String first = uploads.create(here, 1, "").id();
    fill(uploads, here, 2);
    refused(ErrorCode.RATE_LIMITED, () -> uploads.create(here, 1, ""));
    fill(uploads, there, 2);
    refused(ErrorCode.OVERLOADED, () -> uploads.create(elsewhere, 1, ""));
    fill(uploads, uploader("me"), 3);
    refused(ErrorCode.RATE_LIMITED, () -> uploads.create(uploader("me"), 1, ""));
    fill(uploads, uploader("you"), 1);
    refused(ErrorCode.OVERLOADED, () -> uploads.create(uploader("you"), 1, ""));

    uploads.delete("anonymous", first);
    fill(uploads, uploader("you"), 1);
    now = now.plus(DAY);
    fill(uploads, here, 3);
  }

  private static void fill(ResumableUploads uploads, Uploader who, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      uploads.create(who, 1, "");
    }
  }

  private static void refused(ErrorCode code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            SpeechException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  private static Uploader uploader(String owner) {
    return new Uploader(owner, owner, false);
  }

  private ResumableUploads open() throws IOException {
    return new ResumableUploads(folder, DAY, owners::contains, () -> now);
  }

  private static ByteArrayInputStream piece(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
