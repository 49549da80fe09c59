/**
 * Keys whose signatures count, for plugins, catalogs and bundles. Holds no rule about who needs
 * one.
 */
@NullMarked
package ai.stt.inference.trust;

import org.jspecify.annotations.NullMarked;
