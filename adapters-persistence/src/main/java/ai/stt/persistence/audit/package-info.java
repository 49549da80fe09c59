/** Audit events in the database. */
@NullMarked
package ai.stt.persistence.audit;

import org.jspecify.annotations.NullMarked;
