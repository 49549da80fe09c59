/**
 * Diarization: pyannote's speaker segmentation 3.0 finds voices in windows of ten seconds, CAM++
 * describes them, and clustering makes speakers of them. Holds no native code and no weights.
 */
@NullMarked
package ai.stt.model.pyannote;

import org.jspecify.annotations.NullMarked;
