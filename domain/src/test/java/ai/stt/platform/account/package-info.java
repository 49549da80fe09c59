/** Tests of account values. */
@NullMarked
package ai.stt.platform.account;

import org.jspecify.annotations.NullMarked;
