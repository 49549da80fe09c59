/** Small fakes of the ports, for tests of this module and of the adapters. */
@NullMarked
package ai.stt.app.testing;

import org.jspecify.annotations.NullMarked;
