/** The house's arrows and names as tests. Holds no test of what the code does. */
@NullMarked
package ai.stt.config.architecture;

import org.jspecify.annotations.NullMarked;
