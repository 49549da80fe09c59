/** Facts about the machine that models run on. Holds no policy about what to run there. */
@NullMarked
package ai.stt.inference.device;

import org.jspecify.annotations.NullMarked;
