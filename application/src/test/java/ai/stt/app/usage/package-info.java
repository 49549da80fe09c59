/** Suites that every adapter of this feature passes, and the tests of its use cases. */
@NullMarked
package ai.stt.app.usage;

import org.jspecify.annotations.NullMarked;
