/**
 * Read in this order: {@link dev.lifeguard.verification.rows.EveryRowTest}, what is demanded; {@link
 * dev.lifeguard.verification.rows.Rows}, which plays the scenes and compares them with the tables; {@link
 * dev.lifeguard.verification.rows.Scene}, what each scene has at hand; then the scenes.
 */
@NullMarked
package dev.lifeguard.verification.rows;

import org.jspecify.annotations.NullMarked;
