/**
 * What the tests of several modules share: the tables of the protocol as an encoder that knows nothing of SBE, and the
 * architecture rules. No product module may use it outside its tests.
 */
package io.tracelink.testing;
