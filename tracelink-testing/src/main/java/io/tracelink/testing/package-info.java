/**
 * What the tests of several modules share: the tables of the protocol as an encoder that knows nothing of SBE, the
 * architecture rules, programs in processes of their own, and a probe for what a thread allocates. No product module
 * may use it outside its tests.
 */
package io.tracelink.testing;
