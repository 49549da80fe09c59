/** The account endpoints over HTTP. */
@NullMarked
package ai.stt.http.account;

import org.jspecify.annotations.NullMarked;
