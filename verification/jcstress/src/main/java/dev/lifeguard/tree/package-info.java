/** The control thread of a supervision tree on real processors: {@code InboxStress}. */
package dev.lifeguard.tree;
