/** The suites of the feature, run against a real PostgreSQL. */
@NullMarked
package ai.stt.persistence.credit;

import org.jspecify.annotations.NullMarked;
