/**
 * Transcription of speech while it is spoken: when to listen, what is final, how much is under way.
 * Composed of the voice-activity and transcription capabilities, so that every model that
 * transcribes also streams. Holds no connections and no wire format.
 */
@NullMarked
package ai.stt.app.live;

import org.jspecify.annotations.NullMarked;
