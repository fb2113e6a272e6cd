/** Elastic pools under recorded loads, in virtual time: what their sizes do, and the pictures of it. */
@NullMarked
package dev.lifeguard.verification.scaling;

import org.jspecify.annotations.NullMarked;
