/**
 * Reads, checks and loads plugin zips from a folder, each behind its own door. Holds no models and
 * no decision about which of them runs.
 */
@NullMarked
package ai.stt.inference.plugin;

import org.jspecify.annotations.NullMarked;
