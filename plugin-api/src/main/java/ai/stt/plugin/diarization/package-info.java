/** The capability of telling speakers apart. Knows no words. */
@NullMarked
package ai.stt.plugin.diarization;

import org.jspecify.annotations.NullMarked;
