/**
 * Jobs: what an account ordered and what has become of it. Holds no storage, no queue and no model.
 */
@NullMarked
package ai.stt.platform.job;

import org.jspecify.annotations.NullMarked;
