/** The script that builds the program and runs it, with a builder and a Java of its own. */
@NullMarked
package ai.stt.config.launcher;

import org.jspecify.annotations.NullMarked;
