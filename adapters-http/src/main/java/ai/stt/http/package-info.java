/**
 * The HTTP side of the platform: its settings, and the one class that puts every resource on a
 * server. Holds no use case and no model code.
 */
@NullMarked
package ai.stt.http;

import org.jspecify.annotations.NullMarked;
