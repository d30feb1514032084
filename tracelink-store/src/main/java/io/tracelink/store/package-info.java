/**
 * The lineage store: a {@link io.tracelink.store.Collector} takes frames and links from Aeron into a
 * {@link io.tracelink.store.LineageStore}, {@link io.tracelink.store.WindowExpansion} joins windows to frames,
 * and {@link io.tracelink.store.Lineage} answers where a frame came from, with a verdict of what is missing.
 * <p>
 * What is public is the whole of the API. Behind it, in groups that are read together:
 * <ul>
 * <li><b>Store.</b> {@code LineageStore} and {@code LineageWriter} are the contract; {@code Sqlite…} and
 * {@code Postgres…} implement it, {@code StoreSchema} has the tables.</li>
 * <li><b>Collecting.</b> A {@code Source} ({@code LiveSource}, or {@code ArchiveSource} with {@code Recording},
 * {@code Replay}, {@code RecordedStreams} and {@code ArchiveCheck}) feeds {@code Intake}; a {@code RowBatch} goes to
 * the thread of {@code BatchWriter}.</li>
 * <li><b>Windows.</b> {@code WindowRecorder} with its {@code WindowRing} in a stage; {@code WindowExpansion},
 * {@code WindowJoin} and {@code WindowLinks} in the store.</li>
 * <li><b>One lineage.</b> {@code Lineage} walks with {@code TraceRows} ({@code Closure}); {@code Verdict} judges by
 * {@code FrameRules}, {@code DownRules} ({@code OutputRun} between {@code KnownOutputs}), {@code DerivedRules},
 * {@code LinkRules} and {@code WindowRules}.</li>
 * <li><b>Many lineages.</b> {@code LineageAnalysis} loads a {@code TraceGraph} ({@code LinkSlices},
 * {@code TraceFrames}, {@code FrameSlices}, {@code LongLists}), walks it ({@code ImpactWalk}, {@code LatencyWalk}) and
 * judges by {@code RangeVerdict}, {@code RegionRules}, {@code OutputRun} and {@code DerivedRules}, within
 * {@code KnownPlaces}.</li>
 * <li><b>Retention.</b> {@code Retention} runs {@code Expiry}; {@code Expired} remembers.</li>
 * <li><b>Checking.</b> {@code StoreVerification} with {@code ArchiveCopy}, {@code RecordingLimits},
 * {@code StoreComparison} and {@code StoreDigest}; {@code StoreRebuild}.</li>
 * </ul>
 */
package io.tracelink.store;
