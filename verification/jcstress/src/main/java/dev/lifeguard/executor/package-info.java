/**
 * Read in this order: {@link dev.lifeguard.executor.GateStress}, {@link dev.lifeguard.executor.ErrandStress}. The
 * executor view on real processors.
 */
package dev.lifeguard.executor;
