/** The test kit of the enhancement capability. Holds no test of a certain model. */
@NullMarked
package ai.stt.plugin.enhancement;

import org.jspecify.annotations.NullMarked;
