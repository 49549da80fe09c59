@NullMarked
package ai.stt.app.speech;

import org.jspecify.annotations.NullMarked;
