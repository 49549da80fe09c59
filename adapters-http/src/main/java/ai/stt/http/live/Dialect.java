package ai.stt.http.live;

import ai.stt.app.live.LiveEvent;
import ai.stt.speech.transcript.Segment;
import ai.stt.speech.transcript.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a client wants to be told what is said. One thread at a time. */
sealed interface Dialect {
  /** The message about an event, if there is one; the end has another. */
  Optional<StreamMessage> message(LiveEvent event, boolean finishing);

  /** The last message. */
  StreamMessage last(LiveEvent.Finished end, String sessionId, @Nullable Long transcriptId);

  private static StreamMessage newlyFinal(Segment said, String rest) {
    return new StreamMessage.Text(
        "transcript",
        said.text(),
        rest,
        false,
        said.start(),
        said.end(),
        StreamMessage.StreamWord.of(said.words()),
        said.speaker());
  }

  private static StreamMessage utteranceEnd(double at) {
    return StreamMessage.Text.of("utterance_end", "", "", at, at);
  }

  /** Of the API reference: {@code text} is newly final, {@code partial} may change. */
  final class Seed implements Dialect {
    private final List<String> rest = new ArrayList<>();
    private final List<Word> restWords = new ArrayList<>();

    @Override
    public Optional<StreamMessage> message(LiveEvent event, boolean finishing) {
      if (finishing) {
        if (event instanceof LiveEvent.Final(Segment said, String _)) {
          rest.add(said.text());
          restWords.addAll(said.words());
        }
        return Optional.empty();
      }
      return switch (event) {
        case LiveEvent.Partial p ->
            Optional.of(StreamMessage.Text.of("partial", "", p.text(), p.start(), p.end()));
        case LiveEvent.Final(Segment said, String rest) -> Optional.of(newlyFinal(said, rest));
        case LiveEvent.UtteranceEnd u -> Optional.of(utteranceEnd(u.at()));
        case LiveEvent.Finished _ -> Optional.empty();
      };
    }

    @Override
    public StreamMessage last(
        LiveEvent.Finished end, String sessionId, @Nullable Long transcriptId) {
      return StreamMessage.Last.of(
          String.join(" ", rest),
          restWords,
          end.transcript().language(),
          end.transcript().duration(),
          sessionId,
          transcriptId);
    }
  }

  /** Of the published clients: {@code text} is that of the message's own {@code type}. */
  final class Sdk implements Dialect {
    @Override
    public Optional<StreamMessage> message(LiveEvent event, boolean finishing) {
      return switch (event) {
        case LiveEvent.Partial p ->
            Optional.of(StreamMessage.Text.of("partial", p.text(), p.text(), p.start(), p.end()));
        case LiveEvent.Final(Segment said, String rest) -> Optional.of(newlyFinal(said, rest));
        case LiveEvent.UtteranceEnd u -> Optional.of(utteranceEnd(u.at()));
        case LiveEvent.Finished _ -> Optional.empty();
      };
    }

    @Override
    public StreamMessage last(
        LiveEvent.Finished end, String sessionId, @Nullable Long transcriptId) {
      return StreamMessage.Last.of(
          end.transcript().text(),
          end.transcript().segments().stream()
              .flatMap(segment -> segment.words().stream())
              .collect(Collectors.toList()),
          end.transcript().language(),
          end.transcript().duration(),
          sessionId,
          transcriptId);
    }
  }
}
