package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tus client that others publish, against the real server. */
class ResumableUploadIT {
  @TempDir private static Path folder = Path.of("");
  private static ServerProcess server;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = ServerProcess.start(TestHome.in(Files.createDirectory(folder.resolve("home"))));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void thePublishedClientSendsAFileInPiecesWithChecksumsAndItsIdIsTranscribed() throws Exception {
    Path packages = folder.resolve("python");
    Shell.Result installed =
        Shell.run(
            Map.of(),
            "python3",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--target",
            packages.toString(),
            "tuspy==1.1.0");
    assertThat(installed.code()).as(installed.err()).isZero();

    Shell.Result sent =
        Shell.run(
            Map.of("PYTHONPATH", packages.toString()),
            "python3",
            "-c",
            """
            import sys
            from tusclient import client
            tus = client.TusClient(sys.argv[1])
            first = tus.uploader(sys.argv[2], chunk_size=30000, upload_checksum=True,
                                 metadata={"filename": "jfk.flac"})
            first.upload_chunk()
            assert first.offset == 30000, first.offset
            again = tus.uploader(sys.argv[2], chunk_size=100000, url=first.url)
            assert again.offset == 30000, again.offset
            again.upload()
            print(again.url.rsplit("/", 1)[1])
            """,
            server.resolve("/v1/uploads").toString(),
            Shell.SAMPLE.toString());
    assertThat(sent.code()).as(sent.err()).isZero();

    Shell.Result text =
        Shell.run(
            Map.of(),
            "curl",
            "-sS",
            "--max-time",
            "120",
            "-F",
            "upload=" + sent.out().strip(),
            "-F",
            "response_format=txt",
            server.resolve("/v1/transcribe").toString());
    assertThat(text.out()).containsIgnoringCase("ask what you can do for your country");
  }
}
