/**
 * A whole pipeline on live input: three roots, a rate filter on each, a join of their latest values and an integrator
 * over windows of it, every stage a driver client of its own.
 */
package io.tracelink.examples.demo;
