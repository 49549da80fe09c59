/** The smallest plugin: one embedding model without weights. See docs/guides/plugin.md. */
package org.example.hello;
