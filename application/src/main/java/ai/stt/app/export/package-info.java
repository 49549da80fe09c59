/** Transcripts as plain text and subtitles. Holds no JSON and no files. */
@NullMarked
package ai.stt.app.export;

import org.jspecify.annotations.NullMarked;
