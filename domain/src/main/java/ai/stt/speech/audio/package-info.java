/**
 * Sound as plain data: mono float PCM at 16 kHz, in chunks. Holds no codecs, files or streams of
 * bytes.
 */
@NullMarked
package ai.stt.speech.audio;

import org.jspecify.annotations.NullMarked;
