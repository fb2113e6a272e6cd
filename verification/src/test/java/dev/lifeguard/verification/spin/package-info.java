/**
 * Read in this order: {@code verification/spin/worker.pml}, the model; {@link
 * dev.lifeguard.verification.spin.WorkerModelTest}, which compares it with the table of the worker; {@link
 * dev.lifeguard.verification.spin.Promela}, how it is read.
 */
@NullMarked
package dev.lifeguard.verification.spin;

import org.jspecify.annotations.NullMarked;
