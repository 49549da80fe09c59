/** {@code /api/v1/cloud}: servers of accounts' own. Holds no rules. */
@NullMarked
package ai.stt.http.cloud;

import org.jspecify.annotations.NullMarked;
