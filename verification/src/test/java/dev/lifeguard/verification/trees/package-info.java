/**
 * Read in this order: {@link dev.lifeguard.verification.trees.ExitTest}, the end of a JVM, and {@link
 * dev.lifeguard.verification.trees.ExitingTree}, the program that comes to it; {@link
 * dev.lifeguard.verification.trees.RuntimeTest}, small runtimes, and {@link dev.lifeguard.verification.trees.SmallTree}, the
 * program that has to do with them.
 */
package dev.lifeguard.verification.trees;
