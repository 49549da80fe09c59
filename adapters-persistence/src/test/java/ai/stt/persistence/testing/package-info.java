/** One PostgreSQL for all tests of the JVM, and a fresh database of it for each that asks. */
@NullMarked
package ai.stt.persistence.testing;

import org.jspecify.annotations.NullMarked;
