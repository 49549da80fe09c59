/** The suites of the feature, run against a real PostgreSQL. */
@NullMarked
package ai.stt.persistence.access;

import org.jspecify.annotations.NullMarked;
