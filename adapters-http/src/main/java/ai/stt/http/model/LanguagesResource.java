package ai.stt.http.model;

import ai.stt.plugin.Capability;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.text.Language;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET /v1/languages}. Thread-safe. */
@Path("/v1/languages")
@Produces(MediaType.APPLICATION_JSON)
public final class LanguagesResource {
  /**
   * The languages of transcription.
   *
   * @param languages code and lower-case English name of each
   */
  record LanguagesAnswer(List<Language> languages) {}

  /**
   * All languages of a capability.
   *
   * @param capability {@code transcription}, the only one with languages as yet
   */
  @GET
  public LanguagesAnswer languages(
      @QueryParam("capability") @DefaultValue("transcription") String capability) {
    if (!capability.equals(Capability.TRANSCRIPTION.id())) {
      throw new SpeechException(
          ErrorCode.INVALID_REQUEST,
          "capability: only '%s' has a list of languages here"
              .formatted(Capability.TRANSCRIPTION.id()));
    }
    return new LanguagesAnswer(Language.all());
  }
}
