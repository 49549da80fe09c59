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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    ResumableUpload upload = uploads.create("me", 4, "");
    assertThat(upload.expiresAt()).isEqualTo(now.plus(DAY));

    now = now.plus(DAY).minusSeconds(1);
    uploads.append("me", upload.id(), 0, piece("sa"), null);
    now = now.plus(DAY).minusSeconds(1);
    assertThat(uploads.find("me", upload.id()).offset()).isEqualTo(2);
    now = now.plusSeconds(1);

    assertThatThrownBy(() -> uploads.find("me", upload.id())).isInstanceOf(TusProblem.class);
    uploads.create("me", 1, "");
    assertThat(folder.resolve(upload.id())).doesNotExist();
  }

  @Test
  void theUploadsOfADeletedAccountGoWithTheNextRound() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload mine = uploads.create("me", 4, "");
    ResumableUpload yours = uploads.create("you", 4, "");
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
    uploads.create("me", 4, "");
    uploads.create("me", 4, "");
    uploads.clear();
    assertThat(asked).containsExactly("me");

    String first = uploads.create("away", 4, "").id();
    String second = uploads.create("away", 4, "").id();
    asked.clear();
    uploads.clear();
    assertThat(asked).containsOnlyOnce("away");
    assertThat(folder.resolve(first)).exists();
    assertThat(folder.resolve(second)).exists();
  }

  @Test
  void whatIsDamagedOrNoUploadAtAllDisturbsNobody() throws IOException {
    ResumableUpload damaged = open().create("me", 4, "");
    Files.writeString(folder.resolve(damaged.id()).resolve("state"), "length=many");
    Files.writeString(folder.resolve("stray"), "");
    Files.writeString(folder.resolve("0123456789abcdef0123456789abcdef"), "");

    ResumableUploads uploads = open();
    ResumableUpload orphan = uploads.create("gone", 4, "");
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
    ResumableUpload upload = uploads.create("me", 10, "");
    uploads.append("me", upload.id(), 0, piece("say:"), null);
    var place = new UploadPlace(folder.resolve(upload.id()));
    place.beginUnverified(4);
    Files.writeString(place.data(), "say:garb");

    assertThat(open().find("me", upload.id()).offset()).isEqualTo(4);
    open().append("me", upload.id(), 4, piece("hello!"), null);
    assertThat(place.data()).hasContent("say:hello!");
  }

  @Test
  void aTakenFileOutlivesTheUploadAndTheUploadOutlivesTheFile() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload upload = uploads.create("me", 4, "");
    uploads.append("me", upload.id(), 0, piece("say:"), null);
    try (Spool spool = Spool.open(spoolFolder)) {
      SpoolFile taken = uploads.take("me", upload.id(), 4, spool);
      taken.close();
      assertThat(uploads.find("me", upload.id()).isComplete()).isTrue();

      try (SpoolFile again = uploads.take("me", upload.id(), 4, spool)) {
        uploads.delete("me", upload.id());
        assertThat(again.path()).hasContent("say:");
      }
      assertThatThrownBy(() -> uploads.take("me", upload.id(), 4, spool))
          .isInstanceOf(SpeechException.class)
          .hasMessageContaining("upload: there is no such upload");
    }
  }

  @Test
  void aTakenFileMayNotBeLargerThanAllowedNorSomebodyElses() throws IOException {
    ResumableUploads uploads = open();
    ResumableUpload upload = uploads.create("me", 4, "");
    uploads.append("me", upload.id(), 0, piece("say:"), null);
    try (Spool spool = Spool.open(spoolFolder)) {
      assertThatThrownBy(() -> uploads.take("me", upload.id(), 3, spool))
          .hasMessageContaining("larger than the 3 bytes");
      assertThatThrownBy(() -> uploads.take("you", upload.id(), 4, spool))
          .hasMessageContaining("no such upload");
    }
  }

  private ResumableUploads open() throws IOException {
    return new ResumableUploads(folder, DAY, owners::contains, () -> now);
  }

  private static ByteArrayInputStream piece(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
