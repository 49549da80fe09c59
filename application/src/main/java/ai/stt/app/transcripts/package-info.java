/**
 * The transcripts that accounts keep: reading, naming, correcting, deleting. Holds no export and no
 * SQL.
 */
@NullMarked
package ai.stt.app.transcripts;

import org.jspecify.annotations.NullMarked;
