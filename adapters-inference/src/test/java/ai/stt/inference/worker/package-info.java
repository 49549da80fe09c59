/** Models in a real process of their own, whose plugins are made for the tests. */
@NullMarked
package ai.stt.inference.worker;

import org.jspecify.annotations.NullMarked;
