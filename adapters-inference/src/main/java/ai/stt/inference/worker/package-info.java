/**
 * Models in a process of their own: starts it, keeps one alive, and lends its models as if they
 * were here. The other half, which runs in that process, loads plugins as they are told. Decides
 * nothing about which models are in memory.
 */
@NullMarked
package ai.stt.inference.worker;

import org.jspecify.annotations.NullMarked;
