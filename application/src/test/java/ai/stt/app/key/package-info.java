/** Suites that every adapter of this feature passes, and the tests of its use cases. */
@NullMarked
package ai.stt.app.key;

import org.jspecify.annotations.NullMarked;
