/**
 * Everything that a machine without a network needs, in one archive. Holds no downloading: what
 * goes into a bundle is installed here already.
 */
@NullMarked
package ai.stt.inference.bundle;

import org.jspecify.annotations.NullMarked;
