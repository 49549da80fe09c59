/** Tests of transcripts' heads. */
@NullMarked
package ai.stt.platform.transcript;

import org.jspecify.annotations.NullMarked;
