/**
 * The transcripts that accounts keep, over HTTP: lists, details, corrections, export and progress.
 * Holds no rule of its own.
 */
@NullMarked
package ai.stt.http.transcript;

import org.jspecify.annotations.NullMarked;
