/** The suites of the feature, run against a real PostgreSQL. */
@NullMarked
package ai.stt.persistence.usage;

import org.jspecify.annotations.NullMarked;
