/** Who may work now, who waits, who is turned away. Holds no device. */
@NullMarked
package ai.stt.app.scheduling;

import org.jspecify.annotations.NullMarked;
