/**
 * Questions about a transcript: passages, finding them by words and by meaning, conversations.
 * Holds no SQL and writes no sentence that the transcript does not hold.
 */
@NullMarked
package ai.stt.app.chat;

import org.jspecify.annotations.NullMarked;
