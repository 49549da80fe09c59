/** Tests of credit values. */
@NullMarked
package ai.stt.platform.credit;

import org.jspecify.annotations.NullMarked;
