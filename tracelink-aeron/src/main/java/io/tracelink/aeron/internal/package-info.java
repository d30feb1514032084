/**
 * What the packages of this module share. No API.
 */
package io.tracelink.aeron.internal;
