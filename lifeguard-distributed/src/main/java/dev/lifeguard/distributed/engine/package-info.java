/**
 * Read in this order: {@link dev.lifeguard.distributed.engine.Engine}, {@link dev.lifeguard.distributed.engine.Link},
 * {@link dev.lifeguard.distributed.engine.Taker}: the contract of whoever carries tasks between machines. The rest is what
 * they hand over. An engine knows no task, no result and no retry: it keeps parcels in places.
 */
package dev.lifeguard.distributed.engine;
