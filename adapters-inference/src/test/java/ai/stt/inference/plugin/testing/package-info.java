/** Plugins for tests, compiled while the tests run. Holds no test. */
@NullMarked
package ai.stt.inference.plugin.testing;

import org.jspecify.annotations.NullMarked;
