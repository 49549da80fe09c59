/** What Whisper hears of sound: the logarithmic mel spectrogram. Runs no model. */
@NullMarked
package ai.stt.inference.engine.whisper.audio;

import org.jspecify.annotations.NullMarked;
