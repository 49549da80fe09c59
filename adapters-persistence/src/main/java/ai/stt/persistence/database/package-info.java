/**
 * The way to PostgreSQL: the embedded server, the connections, the change logs and the unit of
 * work. Knows no table: the rooms of the features beside it hold those.
 */
@NullMarked
package ai.stt.persistence.database;

import org.jspecify.annotations.NullMarked;
