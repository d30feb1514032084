/**
 * Entry point of the examples jar.
 */
package io.tracelink.examples;
