/**
 * Runs the concurrency tests of the packages beside this one, which are in those of the code that they test.
 */
package io.tracelink.stress;
