/**
 * Read in this order: {@link dev.lifeguard.verification.lincheck.LinearizableTest}, what is checked; {@link
 * dev.lifeguard.verification.lincheck.PlantedTest}, what must be caught; {@link
 * dev.lifeguard.verification.lincheck.Check}, how. The operations stand in {@link dev.lifeguard.dataplane}.
 */
@NullMarked
package dev.lifeguard.verification.lincheck;

import org.jspecify.annotations.NullMarked;
