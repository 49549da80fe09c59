/** The suite of passages, conversations and summaries, run against a real PostgreSQL. */
@NullMarked
package ai.stt.persistence.chat;

import org.jspecify.annotations.NullMarked;
