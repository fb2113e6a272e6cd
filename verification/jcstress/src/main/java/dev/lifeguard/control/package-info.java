/** Stress tests of the control plane's racing files, in its package so that they reach what it hides. */
@NullMarked
package dev.lifeguard.control;

import org.jspecify.annotations.NullMarked;
