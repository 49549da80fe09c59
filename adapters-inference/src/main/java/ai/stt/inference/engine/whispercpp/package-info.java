/**
 * whisper.cpp through the foreign function interface: the library, weights, sessions. Holds no
 * policy of recognition and no words; those are the plugin's.
 */
@NullMarked
package ai.stt.inference.engine.whispercpp;

import org.jspecify.annotations.NullMarked;
