@NullMarked
package ai.stt.model.pyannote;

import org.jspecify.annotations.NullMarked;
