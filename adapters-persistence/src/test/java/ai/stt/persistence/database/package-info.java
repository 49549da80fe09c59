/** Tests of the way to PostgreSQL, on a real one. */
@NullMarked
package ai.stt.persistence.database;

import org.jspecify.annotations.NullMarked;
