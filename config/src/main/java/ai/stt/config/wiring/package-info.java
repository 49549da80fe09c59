/** Guice modules: which adapter stands behind which port. Holds no logic. */
@NullMarked
package ai.stt.config.wiring;

import org.jspecify.annotations.NullMarked;
