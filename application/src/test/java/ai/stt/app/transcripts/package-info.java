/** Tests of kept transcripts: the suite that every store passes. */
@NullMarked
package ai.stt.app.transcripts;

import org.jspecify.annotations.NullMarked;
