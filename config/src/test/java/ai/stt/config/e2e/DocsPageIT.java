package ai.stt.config.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /docs} in a real browser: what a person who only has the address can do there. */
class DocsPageIT {
  @TempDir private Path folder = Path.of("");

  @Test
  void aPersonTriesTheApiFromThePage() throws Exception {
    Path text = Files.writeString(folder.resolve("talk.mp3"), "this is text, not sound");
    var home = TestHome.in(Files.createDirectory(folder.resolve("home")));
    try (var server = ServerProcess.start(home);
        var page =
            DevTools.open(
                PinnedBrowser.ready(), folder.resolve("profile"), server.resolve("/docs"))) {
      page.await("document.querySelectorAll('#operations dt').length > 20");
      assertThat(page.value("$('health').textContent").asText()).endsWith(": well");
      assertThat(page.value("[...$('model').options].map(o => o.value).join()").asText())
          .contains("base");

      page.choose("document.getElementById('file')", Shell.SAMPLE);
      page.value("$('language').value = 'en'; $('go').click()");
      page.await("document.querySelectorAll('#transcript .segment').length > 0");
      assertThat(page.value("$('transcript').textContent").asText())
          .contains("00:00:0")
          .containsIgnoringCase("what you can do for your country");
      assertThat(page.value("$('status').textContent").asText())
          .contains("base took ", "en, 11 s of audio");
      assertThat(page.value("$('command').textContent").asText())
          .contains(server.uri() + "/v1/transcribe", "file=@jfk.flac", "language=en");
      assertThat(page.complaints()).isEmpty();

      page.choose("document.getElementById('file')", text);
      page.value("$('go').click()");
      page.await("$('status').className === 'error' && !$('go').disabled");
      assertThat(page.value("$('status').textContent").asText()).contains("is not audio or video");
      assertThat(page.value("$('transcript').textContent").asText()).isEmpty();
    }
  }
}
