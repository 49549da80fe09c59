/** The operator's endpoints and the metrics. Holds no decision about models. */
@NullMarked
package ai.stt.http.operation;

import org.jspecify.annotations.NullMarked;
