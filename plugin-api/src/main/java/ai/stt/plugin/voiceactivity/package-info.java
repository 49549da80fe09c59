/** The voice activity capability: sound in, the probability of speech in each frame out. */
@NullMarked
package ai.stt.plugin.voiceactivity;

import org.jspecify.annotations.NullMarked;
