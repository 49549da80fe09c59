/** Tests of what the command line shows and tells; the commands themselves run end to end. */
@NullMarked
package ai.stt.config.cli;

import org.jspecify.annotations.NullMarked;
