/** Tests of redaction, with a set of sentences to measure it on. */
@NullMarked
package ai.stt.app.pii;

import org.jspecify.annotations.NullMarked;
