/**
 * Read in this order: {@link dev.lifeguard.verification.trees.ExitTest}, the end of a JVM; {@link
 * dev.lifeguard.verification.trees.ExitingTree}, the program that comes to it.
 */
package dev.lifeguard.verification.trees;
