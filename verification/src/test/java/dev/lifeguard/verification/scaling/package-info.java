/**
 * Read in this order: {@link dev.lifeguard.verification.scaling.Shape}, the loads; {@link
 * dev.lifeguard.verification.scaling.ShapesTest}, what a size may do under them; {@link
 * dev.lifeguard.verification.scaling.PlotsTest}, the pictures of it; {@link
 * dev.lifeguard.verification.scaling.ScalerTest}, when a pool does not grow.
 */
package dev.lifeguard.verification.scaling;
