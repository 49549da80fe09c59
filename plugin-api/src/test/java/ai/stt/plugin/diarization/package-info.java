@NullMarked
package ai.stt.plugin.diarization;

import org.jspecify.annotations.NullMarked;
