/** The suites of the feature, run against a real PostgreSQL, and what only that can show. */
@NullMarked
package ai.stt.persistence.job;

import org.jspecify.annotations.NullMarked;
