/**
 * Read in this order: {@link dev.lifeguard.verification.soak.Soak}, a long life of a pool under every fault at once;
 * {@link dev.lifeguard.verification.soak.SoakTest}, the short form of it.
 */
package dev.lifeguard.verification.soak;
