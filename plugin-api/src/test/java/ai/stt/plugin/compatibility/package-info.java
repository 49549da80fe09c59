/**
 * Whether plugins that were built against an earlier build of the SPI still run: the baseline, and
 * its comparison with the classes of now. No part of the plugins' test kit.
 */
@NullMarked
package ai.stt.plugin.compatibility;

import org.jspecify.annotations.NullMarked;
