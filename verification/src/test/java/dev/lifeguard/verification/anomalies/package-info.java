/**
 * Read in this order: {@link dev.lifeguard.verification.anomalies.AnomaliesTest}, what is demanded; {@link
 * dev.lifeguard.verification.anomalies.Sweep}, the lives that it needs; {@link
 * dev.lifeguard.verification.anomalies.Life}, one of them; {@link dev.lifeguard.verification.anomalies.Script}, what
 * happens in it; {@link dev.lifeguard.verification.anomalies.Judge}, what must be true at its end; then what can go wrong.
 */
@NullMarked
package dev.lifeguard.verification.anomalies;

import org.jspecify.annotations.NullMarked;
