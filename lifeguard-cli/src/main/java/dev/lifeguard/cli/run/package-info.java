/**
 * Read in this order: {@code RunSettings} is what was asked for, by {@code RunOptions}; {@code Run} puts the parts
 * together; {@code Feeder} reads lines and makes each a {@code RunTask}; {@code RunWorker} is what the pool does with
 * it; {@code Teller} tells what became of it, in the words of {@code Endings}, through a {@code Printer}. {@code Flow}
 * says how much is on its way; {@code Stopper} ends a run early, for a {@code StopCause}, often on the {@code
 * SignalLadder}; {@code Summary} accounts for everything.
 */
package dev.lifeguard.cli.run;
