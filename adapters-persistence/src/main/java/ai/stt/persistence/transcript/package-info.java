/** Transcripts and their segments in the database, with PostgreSQL's full-text search. */
@NullMarked
package ai.stt.persistence.transcript;

import org.jspecify.annotations.NullMarked;
