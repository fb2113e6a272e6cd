/**
 * What becomes of tasks that nobody could finish: they are set aside with their history, seen, tried again, or dropped.
 * Read in this order: {@link dev.lifeguard.deadletter.DeadLetter}, what is kept; {@link
 * dev.lifeguard.deadletter.DeadLetters}, what one does with it; {@link dev.lifeguard.deadletter.DeadLetterStore}, where
 * it is kept, with {@link dev.lifeguard.deadletter.FileDeadLetters} for a file that survives the program. Which tasks
 * are kept says the policy {@link dev.lifeguard.policy.Quarantine}.
 */
package dev.lifeguard.deadletter;
