/** Tests of the work on texts. */
@NullMarked
package ai.stt.app.text;

import org.jspecify.annotations.NullMarked;
