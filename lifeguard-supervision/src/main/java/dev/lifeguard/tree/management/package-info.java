/**
 * Read in this order: {@link dev.lifeguard.tree.management.TreeView}, the tree as JMX shows it. The only package of the
 * trees that knows JMX; nothing loads it unless a tree asks for it.
 */
package dev.lifeguard.tree.management;
