/** Servers, archives and small models for the catalog's tests. */
@NullMarked
package ai.stt.inference.catalog.testing;

import org.jspecify.annotations.NullMarked;
