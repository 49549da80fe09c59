/** The one error model: a code, its kind, and whether trying again can help. Holds no HTTP. */
@NullMarked
package ai.stt.speech.error;

import org.jspecify.annotations.NullMarked;
