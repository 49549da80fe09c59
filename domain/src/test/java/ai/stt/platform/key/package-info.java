/** Tests of key values. */
@NullMarked
package ai.stt.platform.key;

import org.jspecify.annotations.NullMarked;
