@NullMarked
package ai.stt.plugin.voiceactivity;

import org.jspecify.annotations.NullMarked;
