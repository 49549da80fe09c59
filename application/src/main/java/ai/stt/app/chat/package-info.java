/**
 * Questions about a transcript: passages, finding them by words and by meaning, conversations.
 * Holds no SQL; cites nothing that the transcript does not hold.
 */
@NullMarked
package ai.stt.app.chat;

import org.jspecify.annotations.NullMarked;
