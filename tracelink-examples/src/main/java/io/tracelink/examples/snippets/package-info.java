/**
 * The code of the README and the user guide, compiled and tested; made to be copied.
 */
package io.tracelink.examples.snippets;
