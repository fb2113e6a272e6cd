/**
 * Read in this order: {@link dev.lifeguard.tree.Tree}, the loop; {@link dev.lifeguard.tree.NodePlan} and {@link
 * dev.lifeguard.tree.ChildPlan}, what it is given; {@code Node}, what a supervisor decides; {@code Slot}, the one way
 * of a change of a child; {@code ChildRun}, where hooks run and race; {@code Ledger}, {@code PoolWatch}, {@code
 * Teller}, {@code Board}, one job each; {@link dev.lifeguard.tree.Audience} and {@link dev.lifeguard.tree.Recording},
 * who is told. The inside of {@code dev.lifeguard.supervision}; it knows nothing of the inside of a pool.
 */
package dev.lifeguard.tree;
