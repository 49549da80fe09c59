/**
 * Keys whose signatures count for plugins, catalogs and bundles, and the rule when one is needed.
 * Knows nothing of what is signed.
 */
@NullMarked
package ai.stt.inference.trust;

import org.jspecify.annotations.NullMarked;
