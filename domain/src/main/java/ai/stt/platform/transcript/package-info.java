/** Transcripts as an account keeps, names and edits them. Holds no storage and no HTTP. */
@NullMarked
package ai.stt.platform.transcript;

import org.jspecify.annotations.NullMarked;
