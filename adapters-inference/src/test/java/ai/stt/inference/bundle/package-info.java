/** Tests of bundles. */
@NullMarked
package ai.stt.inference.bundle;

import org.jspecify.annotations.NullMarked;
