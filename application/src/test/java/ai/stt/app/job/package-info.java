/** Tests of jobs: the suites that every store passes, and the workers. */
@NullMarked
package ai.stt.app.job;

import org.jspecify.annotations.NullMarked;
