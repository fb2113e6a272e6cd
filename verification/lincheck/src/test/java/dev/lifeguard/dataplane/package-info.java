/**
 * Read in this order: {@code WorkerWordOperations} and {@code TaskWordOperations}, the two words; {@code
 * FifoLineOperations} and its specification, then the other lines and {@code QueueChangeOperations}; {@code
 * AdmissionOperations}; the channels. They stand in the package of what they check, because that is hidden. What runs
 * them is {@link dev.lifeguard.verification.lincheck}.
 */
@NullMarked
package dev.lifeguard.dataplane;

import org.jspecify.annotations.NullMarked;
