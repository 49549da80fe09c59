/** The ledger in the database, where triggers keep it append-only. */
@NullMarked
package ai.stt.persistence.credit;

import org.jspecify.annotations.NullMarked;
