/* Generated SBE (Simple Binary Encoding) message codecs.*/
/**
 * Driver control plane: attach, lease, detach, shutdown (Driver Model §4)
 */
package io.tracelink.schema.driver;
