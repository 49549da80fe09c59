/** What was done to accounts, kept for those who ask later. */
@NullMarked
package ai.stt.app.audit;

import org.jspecify.annotations.NullMarked;
