/**
 * Jobs in the database: their queue, their leases, their recordings in a folder, first requests.
 */
@NullMarked
package ai.stt.persistence.job;

import org.jspecify.annotations.NullMarked;
