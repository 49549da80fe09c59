/** Whisper's tokens: text, languages, commands and time stamps as numbers. Runs no model. */
@NullMarked
package ai.stt.inference.engine.whisper.text;

import org.jspecify.annotations.NullMarked;
