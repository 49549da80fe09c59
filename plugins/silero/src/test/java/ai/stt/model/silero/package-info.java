@NullMarked
package ai.stt.model.silero;

import org.jspecify.annotations.NullMarked;
