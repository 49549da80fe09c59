/**
 * {@code /api/v1/signup}, {@code session} and {@code account}: accounts for their owners. Holds no
 * rules.
 */
@NullMarked
package ai.stt.http.account;

import org.jspecify.annotations.NullMarked;
