/** What every engine in C needs from the foreign function interface. Knows no engine. */
@NullMarked
package ai.stt.inference.foreign;

import org.jspecify.annotations.NullMarked;
