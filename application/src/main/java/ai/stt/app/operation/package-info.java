/**
 * What the operator sees and changes while the server runs: plugins, models in memory, devices.
 * Holds no plugin machinery.
 */
@NullMarked
package ai.stt.app.operation;

import org.jspecify.annotations.NullMarked;
