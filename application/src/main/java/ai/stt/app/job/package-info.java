/**
 * Jobs of accounts: ordering, the fair queue, workers with leases, waiting, calling off, and the
 * one transaction that ends a job. Holds no model and no SQL.
 */
@NullMarked
package ai.stt.app.job;

import org.jspecify.annotations.NullMarked;
