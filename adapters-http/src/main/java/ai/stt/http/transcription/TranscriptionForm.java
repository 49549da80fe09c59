package ai.stt.http.transcription;

import ai.stt.app.transcription.TranscriptionCommand;
import ai.stt.http.request.RequestIds;
import ai.stt.platform.job.JobOptions;
import ai.stt.platform.transcript.TranscriptHead;
import ai.stt.plugin.diarization.DiarizationOptions;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import ai.stt.speech.text.Language;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields beside the file. Each is checked as it comes, so that a wrong one in front of the file
 * is refused before the file is sent. One thread.
 */
final class TranscriptionForm {
  /** The longest prompt, in characters; models read no more. */
  static final int MAX_PROMPT_CHARS = 2_000;

  private static final String WEBHOOK = "webhook_url";

  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "language",
          "diarize",
          "speakers",
          "response_format",
          "prompt",
          "url",
          "upload",
          "upload_id",
          "async",
          WEBHOOK,
          "title");
  private static final Map<String, Boolean> BOOLEANS =
      Map.of("true", true, "1", true, "yes", true, "false", false, "0", false, "no", false);
  private static final String NO_DIARIZATION =
      "diarize: no model that tells speakers apart is live, or has room now, so segments name no"
          + " speaker";

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  /**
   * Takes a field.
   *
   * @throws SpeechException {@code INVALID_REQUEST} naming the field and what is allowed
   */
  void put(String name, String rawValue) {
    String value = rawValue.strip();
    if (!KNOWN.contains(name)) {
      unknown.add(RequestIds.printable(name));
    } else if (values.putIfAbsent(name, value) != null) {
      throw invalid(name, "given twice; send it once");
    } else if (!value.isEmpty()) {
      check(name, value);
    }
  }

  private static void check(String name, String value) {
    if (value.indexOf('\0') >= 0) {
      throw invalid(name, "holds a character U+0000, which no text has");
    }
    switch (name) {
      case "language" -> {
        if (!value.equalsIgnoreCase("auto") && Language.find(value).isEmpty()) {
          throw invalid(
              name, "not one that can be transcribed; those that can are at /v1/languages");
        }
      }
      case "diarize", "async" -> bool(name, value);
      case "title" -> TranscriptHead.checkTitle(value);
      case "speakers" -> {
        if (!value.matches("[0-9]{1,3}")
            || Integer.parseInt(value) > DiarizationOptions.MAX_SPEAKERS) {
          throw invalid(
              name, "a whole number from 0 (unknown) to " + DiarizationOptions.MAX_SPEAKERS);
        }
      }
      case "response_format" -> format(value);
      case "prompt" -> {
        if (value.codePointCount(0, value.length()) > MAX_PROMPT_CHARS) {
          throw invalid(name, "at most %d characters".formatted(MAX_PROMPT_CHARS));
        }
      }
      case "url", WEBHOOK -> uri(name, value);
      default -> {} // model and upload are checked where they are known
    }
  }

  /** What to do with the file. */
  TranscriptionCommand command(Path media, String defaultModel) {
    String language = value("language", "auto");
    String prompt = value("prompt", "");
    return new TranscriptionCommand(
        media,
        value("model", defaultModel),
        language.equalsIgnoreCase("auto") ? null : language,
        prompt.isEmpty() ? null : prompt,
        bool("diarize", value("diarize", "true"))
            ? new DiarizationOptions(Integer.parseInt(value("speakers", "0")))
            : null);
  }

  /** How to do it for an account. */
  JobOptions options(String defaultModel) {
    TranscriptionCommand command = command(Path.of(""), defaultModel);
    return new JobOptions(
        command.model(),
        command.language(),
        command.prompt(),
        bool("diarize", value("diarize", "true")),
        Integer.parseInt(value("speakers", "0")));
  }

  /** Whether the client does not wait for the result. */
  boolean async() {
    return bool("async", value("async", "false"));
  }

  /** What the transcript is to be called, else by the name of the file. */
  String title(String fileName) {
    return TranscriptHead.checkTitle(value("title", TranscriptHead.titleOf(fileName)));
  }

  /** The address to get the recording from. */
  Optional<URI> url() {
    return address("url");
  }

  /** Who is told when the transcription has ended. */
  Optional<URI> webhook() {
    return address(WEBHOOK);
  }

  private Optional<URI> address(String name) {
    return Optional.of(value(name, "")).filter(uri -> !uri.isEmpty()).map(uri -> uri(name, uri));
  }

  /** The id of the resumable upload that holds the recording. */
  Optional<String> upload() {
    String upload = value("upload", "");
    String uploadId = value("upload_id", "");
    if (!upload.isEmpty() && !uploadId.isEmpty()) {
      throw invalid("upload_id", "the same as upload; send one of them");
    }
    return Optional.of(upload + uploadId).filter(id -> !id.isEmpty());
  }

  ResponseFormat responseFormat() {
    return format(value("response_format", "json"));
  }

  /**
   * What the client should know about its wishes, a sentence each.
   *
   * @param diarized whether speakers were told apart
   */
  List<String> warnings(boolean diarized) {
    var warnings = new ArrayList<String>();
    boolean wantsSpeakers =
        bool("diarize", value("diarize", "false")) || !value("speakers", "0").matches("0+");
    if (wantsSpeakers && !diarized && bool("diarize", value("diarize", "true"))) {
      warnings.add(NO_DIARIZATION);
    }
    for (String name : unknown) {
      warnings.add("%s: not a field of this request, so it was ignored".formatted(name));
    }
    return warnings;
  }

  private String value(String name, String otherwise) {
    String value = values.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private static URI uri(String name, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw invalid(name, "not an address; send one such as https://example.org/talk");
    }
  }

  private static boolean bool(String name, String value) {
    Boolean parsed = BOOLEANS.get(value.toLowerCase(Locale.ROOT));
    if (parsed == null) {
      throw invalid(name, "one of true, false, 1, 0, yes, no");
    }
    return parsed;
  }

  private static ResponseFormat format(String value) {
    return ResponseFormat.find(value.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> invalid("response_format", "one of " + ResponseFormat.ALLOWED));
  }

  private static SpeechException invalid(String field, String rule) {
    return new SpeechException(ErrorCode.INVALID_REQUEST, "%s: %s".formatted(field, rule));
  }
}
