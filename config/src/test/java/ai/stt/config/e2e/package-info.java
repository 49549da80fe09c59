/**
 * The program as its users meet it: the launcher, the server as a process, real models, real
 * clients. Run after packaging, in the integration-test phase.
 */
@NullMarked
package ai.stt.config.e2e;

import org.jspecify.annotations.NullMarked;
