/* Generated SBE (Simple Binary Encoding) message codecs.*/
/**
 * Frames and the shared memory that holds them (Wire v1.2); the messages that TraceLink uses
 */
package io.tracelink.schema.wire;
