/**
 * JMH benchmarks of every hot operation, and the gate that keeps them free of allocation.
 * <p>
 * A method whose name begins with {@code peer} measures what a user would take instead; one that begins with
 * {@code floor} what the machine asks for at least. Every other method is ours, and
 * {@link io.tracelink.bench.AllocationGate} holds it to its limit.
 */
package io.tracelink.bench;
