/** The suites of the feature, run against a real PostgreSQL, and what only that can show. */
@NullMarked
package ai.stt.persistence.transcript;

import org.jspecify.annotations.NullMarked;
