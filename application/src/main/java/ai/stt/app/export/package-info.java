/**
 * Transcripts as files: text, subtitles and tables; documents through {@code DocumentWriter}. Holds
 * no JSON, and no library that knows a document's format.
 */
@NullMarked
package ai.stt.app.export;

import org.jspecify.annotations.NullMarked;
