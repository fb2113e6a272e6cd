/**
 * Read in this order: {@link dev.lifeguard.verification.storm.MessageStormTest}, a million messages through every
 * channel at once.
 */
package dev.lifeguard.verification.storm;
