/** The program: its entry point. Holds no features. */
@NullMarked
package ai.stt.config;

import org.jspecify.annotations.NullMarked;
