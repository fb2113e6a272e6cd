/**
 * Read in this order: {@link dev.lifeguard.deadletter.DeadLetter}, what is kept of a task that nobody could finish; {@link
 * dev.lifeguard.deadletter.DeadLetters}, what one does with it: see it, try it again, drop it; {@link
 * dev.lifeguard.deadletter.DeadLetterStore}, where it is kept, with {@link dev.lifeguard.deadletter.FileDeadLetters} for a
 * file that survives the program. Which tasks are kept says the policy {@link dev.lifeguard.policy.Quarantine}.
 */
package dev.lifeguard.deadletter;
