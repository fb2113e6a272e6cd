/** The pool with a line of it broken, for tests of tests. */
@NullMarked
package dev.lifeguard.verification.rebuilt;

import org.jspecify.annotations.NullMarked;
