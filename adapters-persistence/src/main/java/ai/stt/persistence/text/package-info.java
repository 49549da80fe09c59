/** Summaries of transcripts, in tables. */
@NullMarked
package ai.stt.persistence.text;

import org.jspecify.annotations.NullMarked;
