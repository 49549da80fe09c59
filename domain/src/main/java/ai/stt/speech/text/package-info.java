/** Languages and their codes. Holds no text processing that needs a model. */
@NullMarked
package ai.stt.speech.text;

import org.jspecify.annotations.NullMarked;
