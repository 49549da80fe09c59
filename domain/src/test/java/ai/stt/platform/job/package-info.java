/** Tests of jobs and their names. */
@NullMarked
package ai.stt.platform.job;

import org.jspecify.annotations.NullMarked;
