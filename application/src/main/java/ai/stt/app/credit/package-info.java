/**
 * Credits: granted, held before work, settled or released after it. The ledger is only ever added
 * to.
 */
@NullMarked
package ai.stt.app.credit;

import org.jspecify.annotations.NullMarked;
