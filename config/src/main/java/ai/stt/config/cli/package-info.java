/** The command line. Holds no features of its own: each command calls a use case and prints. */
@NullMarked
package ai.stt.config.cli;

import org.jspecify.annotations.NullMarked;
