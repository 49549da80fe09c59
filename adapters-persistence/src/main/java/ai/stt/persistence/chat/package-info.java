/** Passages and conversations of transcripts, in tables. */
@NullMarked
package ai.stt.persistence.chat;

import org.jspecify.annotations.NullMarked;
