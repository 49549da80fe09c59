/**
 * Calls between two processes of the program on one machine: methods of interfaces with plain data
 * over a Unix domain socket, long sounds through memory that both map. Knows neither models nor
 * engines, and starts no process.
 */
@NullMarked
package ai.stt.inference.wire;

import org.jspecify.annotations.NullMarked;
